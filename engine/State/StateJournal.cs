using System.Text.Json;
using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>
/// The write-ahead log of one update. Its first record contains the hash of the checkpoint, so that it is never replayed over another one.
/// </summary>
internal sealed class StateJournal(JournalFile file, CiphertextCache secrets) : IStateJournal, IAsyncDisposable
{
    /// <summary>Creates a journal which replaces an existing one.</summary>
    public static async Task<StateJournal> CreateAsync(string path, string checkpointHash, string? salt, CiphertextCache secrets)
    {
        var file = JournalFile.Create(path);
        await file.AppendAsync(
            JsonSerializer.SerializeToUtf8Bytes(new JournalHeader(checkpointHash, salt), JournalJson.Default.JournalHeader)
        );
        return new StateJournal(file, secrets);
    }

    /// <summary>Replays a journal over its checkpoint.</summary>
    /// <returns>The snapshot, or null if the journal belongs to an older checkpoint.</returns>
    /// <exception cref="FormatException">A record with a valid checksum cannot be read.</exception>
    public static Snapshot? Replay(string path, string checkpointHash, Snapshot checkpoint, CiphertextCache secrets)
    {
        var builder = new SnapshotBuilder(checkpoint);
        var isFirst = true;
        foreach (var record in JournalFile.Read(path))
        {
            if (isFirst)
            {
                isFirst = false;
                if (JsonSerializer.Deserialize(record.Span, JournalJson.Default.JournalHeader)?.Checkpoint != checkpointHash)
                {
                    return null;
                }

                continue;
            }

            using var document = JsonDocument.Parse(record);
            builder.Apply(ReadRecord(document.RootElement, secrets));
        }

        return isFirst ? null : builder.Build();
    }

    /// <summary>Reads the salt of a journal's secrets, or null if the journal belongs to another checkpoint.</summary>
    public static string? ReadSalt(string path, string checkpointHash) =>
        JournalFile
            .Read(path)
            .Take(1)
            .Select(record => JsonSerializer.Deserialize(record.Span, JournalJson.Default.JournalHeader))
            .FirstOrDefault(header => header?.Checkpoint == checkpointHash)
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

/// <summary>The first record of a journal.</summary>
/// <param name="Checkpoint">The hash of the checkpoint file that the journal continues.</param>
/// <param name="Salt">The salt of the journal's secrets.</param>
internal sealed record JournalHeader(string Checkpoint, string? Salt);

[System.Text.Json.Serialization.JsonSerializable(typeof(JournalHeader))]
internal sealed partial class JournalJson : System.Text.Json.Serialization.JsonSerializerContext;
