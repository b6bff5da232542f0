using System.Text.Json;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>
/// The write-ahead log of one update. Its first record contains the hash of the checkpoint, so that it is never replayed over another one.
/// </summary>
internal sealed class StateJournal(JournalFile file, CiphertextCache secrets) : IStateJournal, IAsyncDisposable
{
    /// <summary>Begins a journal.</summary>
    /// <param name="target">The empty journal.</param>
    /// <param name="header">What the journal continues.</param>
    /// <param name="secrets">Encrypts the secrets.</param>
    public static async Task<StateJournal> BeginAsync(IJournalTarget target, JournalHeader header, CiphertextCache secrets)
    {
        var file = new JournalFile(target);
        await file.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(header, JournalJson.Default.JournalHeader));
        return new StateJournal(file, secrets);
    }

    /// <summary>Records that a checkpoint includes everything in the journal, before that checkpoint replaces the present one.</summary>
    public static async Task FinishAsync(IJournalTarget target, string checkpointHash)
    {
        await using var file = new JournalFile(target);
        await file.AppendAsync(JsonSerializer.SerializeToUtf8Bytes(new JournalFooter(checkpointHash), JournalJson.Default.JournalFooter));
    }

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
}

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
