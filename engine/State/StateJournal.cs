using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// The write-ahead log of one update. Its first record contains the hash of the checkpoint, so that it is never replayed over another one.
/// </summary>
internal sealed class StateJournal(JournalFile file, CiphertextCache secrets) : IStateJournal, IAsyncDisposable
{
    /// <summary>Creates a journal which replaces an existing one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">What the journal continues.</param>
    /// <param name="secrets">Encrypts the secrets.</param>
    public static async Task<StateJournal> CreateAsync(string path, JournalHeader header, CiphertextCache secrets)
    {
        var file = JournalFile.Create(path);
        await file.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(header, JournalJson.Default.JournalHeader));
        return new StateJournal(file, secrets);
    }

    /// <summary>Replays a journal over its checkpoint.</summary>
    /// <returns>The result, or null if the journal belongs to another checkpoint or is empty.</returns>
    /// <exception cref="StateException">A record cannot be read or applied.</exception>
    public static ReplayedJournal? Replay(string path, string checkpointHash, Snapshot checkpoint, CiphertextCache secrets)
    {
        var builder = new SnapshotBuilder(checkpoint);
        var damaged = new List<int>();
        var last = 0;
        foreach (var (number, record) in JournalFile.Read(path))
        {
            if (last == 0)
            {
                if (ReadHeader(path, number, record).Checkpoint != checkpointHash)
                {
                    return null;
                }
            }
            else
            {
                Understand(path, number, () =>
                {
                    using var document = JsonDocument.Parse(record);
                    builder.Apply(ReadRecord(document.RootElement, secrets));
                    return true;
                });
            }

            damaged.AddRange(Enumerable.Range(last + 1, number - last - 1));
            last = number;
        }

        return last == 0 ? null : new ReplayedJournal(builder.Build(), damaged);
    }

    /// <summary>Records that a checkpoint includes everything in the journal, before that checkpoint replaces the present one.</summary>
    public static Task FinishAsync(string path, string checkpointHash) =>
        JournalFile.AppendToAsync(
            path,
            JsonSerializer.SerializeToUtf8Bytes(new JournalFooter(checkpointHash), JournalJson.Default.JournalFooter)
        );

    /// <summary>True if the checkpoint includes everything in the journal: the process was killed before it deleted the journal.</summary>
    public static bool IsIncludedIn(string path, string checkpointHash) =>
        JournalFile.Read(path).LastOrDefault() is { Number: > 1 } last
            ? Understand(path, last.Number, () => JsonSerializer.Deserialize(last.Record.Span, JournalJson.Default.JournalFooter))?.Included
                == checkpointHash
            : true;

    /// <summary>True if the journal is that of an update, not of another that has replaced it.</summary>
    public static bool IsOf(string path, string run) =>
        File.Exists(path)
        && JournalFile.Read(path).FirstOrDefault() is { Number: 1 } first
        && ReadHeader(path, first.Number, first.Record).Run == run;

    /// <summary>Reads the salt of a journal's secrets, or null if the journal belongs to another checkpoint.</summary>
    public static string? ReadSalt(string path, string checkpointHash) =>
        JournalFile
            .Read(path)
            .Take(1)
            .Select(line => ReadHeader(path, line.Number, line.Record))
            .FirstOrDefault(header => header.Checkpoint == checkpointHash)
            ?.Salt;

    /// <inheritdoc/>
    public Task WriteAsync(JournalRecord record, bool durable)
    {
        var bytes = Serialize(record);
        if (durable)
        {
            return file.AppendAsync(bytes);
        }

        file.Append(bytes);
        return Task.CompletedTask;
    }

    /// <inheritdoc cref="JournalFile.ThrowIfFailed"/>
    public void ThrowIfFailed() => file.ThrowIfFailed();

    public ValueTask DisposeAsync() => file.DisposeAsync();

    private static JournalHeader ReadHeader(string path, int number, ReadOnlyMemory<byte> record) =>
        number == 1
            ? Understand(path, number, () => JsonSerializer.Deserialize(record.Span, JournalJson.Default.JournalHeader))
                ?? throw JournalFile.Damage(path, number, "the record is null")
            : throw JournalFile.Damage(path, 1, "the record is damaged, which says what state the journal continues");

    private static T Understand<T>(string path, int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error)
            when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw JournalFile.Damage(path, line, $"the record is not one of a journal ({error.Message.TrimEnd('.')})", error);
        }
    }

    private byte[] Serialize(JournalRecord record)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, SnapshotJson.Compact))
        {
            writer.WriteStartObject();
            if (record is { Begin: { } begin, Pending: { } pending })
            {
                writer.WriteNumber("begin", begin);
                writer.WritePropertyName("operation");
                SnapshotJson.WriteOperation(writer, pending, secrets);
            }

            if (record.End is { } end)
            {
                writer.WriteNumber("end", end);
            }

            if (record.Move is var (from, to))
            {
                writer.WriteNumber("from", from);
                writer.WriteNumber("to", to);
            }

            if (record.Remove is { } slot)
            {
                writer.WriteNumber("remove", slot);
            }

            if (record.Put.Count > 0)
            {
                writer.WriteStartArray("put");
                foreach (var (target, state) in record.Put)
                {
                    writer.WriteNumberValue(target);
                    SnapshotJson.WriteState(writer, state, secrets);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return buffer.ToArray();
    }

    private static JournalRecord ReadRecord(JsonElement json, CiphertextCache secrets)
    {
        var put = new List<(int, ResourceState)>();
        if (json.TryGetProperty("put", out var list))
        {
            for (var i = 0; i + 1 < list.GetArrayLength(); i += 2)
            {
                put.Add((list[i].GetInt32(), ResourceStateJson.Read(list[i + 1], secrets)));
            }
        }

        return new JournalRecord
        {
            Begin = Number("begin"),
            Pending = json.TryGetProperty("operation", out var operation) ? SnapshotJson.ReadOperation(operation, secrets) : null,
            End = Number("end"),
            Remove = Number("remove"),
            Move = Number("from") is { } from && Number("to") is { } to ? (from, to) : null,
            Put = put,
        };

        int? Number(string key) => json.TryGetProperty(key, out var value) ? value.GetInt32() : null;
    }
}

/// <summary>A state with the changes of a journal.</summary>
/// <param name="Snapshot">The state.</param>
/// <param name="DamagedLines">The lines that could not be read, before others that could.</param>
internal sealed record ReplayedJournal(Snapshot Snapshot, IReadOnlyList<int> DamagedLines);

/// <summary>The first record of a journal.</summary>
/// <param name="Checkpoint">The hash of the checkpoint file that the journal continues.</param>
/// <param name="Salt">The salt of the journal's secrets.</param>
/// <param name="Run">Identifies the update; null in a journal of an older version.</param>
internal sealed record JournalHeader(string Checkpoint, string? Salt, string? Run = null);

/// <summary>The last record of a journal.</summary>
/// <param name="Included">The hash of the checkpoint that includes the journal; null in any other record.</param>
internal sealed record JournalFooter(string? Included);

[System.Text.Json.Serialization.JsonSerializable(typeof(JournalHeader))]
[System.Text.Json.Serialization.JsonSerializable(typeof(JournalFooter))]
internal sealed partial class JournalJson : System.Text.Json.Serialization.JsonSerializerContext;
