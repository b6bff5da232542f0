using System.Text.Json;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.State;

/// <summary>The journal that an interrupted update has left, as it was read.</summary>
/// <param name="location">The path or URL, for messages.</param>
/// <param name="content">Its lines.</param>
internal sealed class StoredJournal(string location, ReadOnlyMemory<byte> content)
{
    /// <summary>Replays the journal over its checkpoint.</summary>
    /// <returns>The result, or null if the journal belongs to another checkpoint, or not even its first record was written.</returns>
    /// <exception cref="Errors.StateException">A record cannot be read or applied, or none can.</exception>
    public ReplayedJournal? Replay(string checkpointHash, Snapshot checkpoint, CiphertextCache secrets)
    {
        var builder = new SnapshotBuilder(checkpoint);
        var texts = new SharedTexts();
        var damaged = new List<int>();
        var last = 0;
        foreach (var (number, record) in JournalFile.Read(content))
        {
            if (last == 0)
            {
                if (ReadHeader(number, record).Checkpoint != checkpointHash)
                {
                    return null;
                }
            }
            else
            {
                Understand(number, () =>
                {
                    using var document = JsonDocument.Parse(record);
                    builder.Apply(ReadRecord(document.RootElement, secrets, texts));
                    return true;
                });
            }

            damaged.AddRange(Enumerable.Range(last + 1, number - last - 1));
            last = number;
        }

        if (last == 0)
        {
            // The first record is on the disk before an operation begins, so half a line means that nothing has begun.
            return content.Span.Contains((byte)'\n') ? throw JournalFile.Damage(location, 1, "no record can be read") : null;
        }

        return new ReplayedJournal(builder.Build(), damaged);
    }

    /// <summary>True if the checkpoint includes everything in the journal: the process was killed before it deleted the journal.</summary>
    public bool IsIncludedIn(string checkpointHash) =>
        JournalFile.Read(content).LastOrDefault() is { Number: > 1 } last
            ? Understand(last.Number, () => JsonSerializer.Deserialize(last.Record.Span, JournalJson.Default.JournalFooter))?.Included
                == checkpointHash
            : true;

    /// <summary>True if the journal is that of an update, not of another that has replaced it.</summary>
    public bool IsOf(string run) =>
        JournalFile.Read(content).FirstOrDefault() is { Number: 1 } first && ReadHeader(first.Number, first.Record).Run == run;

    /// <summary>Reads the salt of the journal's secrets, or null if the journal belongs to another checkpoint.</summary>
    public string? ReadSalt(string checkpointHash) =>
        JournalFile
            .Read(content)
            .Take(1)
            .Select(line => ReadHeader(line.Number, line.Record))
            .FirstOrDefault(header => header.Checkpoint == checkpointHash)
            ?.Salt;

    private JournalHeader ReadHeader(int number, ReadOnlyMemory<byte> record) =>
        number == 1
            ? Understand(number, () => JsonSerializer.Deserialize(record.Span, JournalJson.Default.JournalHeader))
                ?? throw JournalFile.Damage(location, number, "the record is null")
            : throw JournalFile.Damage(location, 1, "the record is damaged, which says what state the journal continues");

    private T Understand<T>(int line, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error)
            when (error is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            throw JournalFile.Damage(location, line, $"the record is not one of a journal ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static JournalRecord ReadRecord(JsonElement json, CiphertextCache secrets, SharedTexts texts)
    {
        var put = new List<(int, ResourceState)>();
        if (json.TryGetProperty("put", out var list))
        {
            for (var i = 0; i + 1 < list.GetArrayLength(); i += 2)
            {
                put.Add((list[i].GetInt32(), ResourceStateJson.Read(list[i + 1], secrets, texts)));
            }
        }

        return new JournalRecord
        {
            Begin = Number("begin"),
            Pending = json.TryGetProperty("operation", out var operation) ? SnapshotJson.ReadOperation(operation, secrets, texts) : null,
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
