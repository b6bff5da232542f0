using System.Globalization;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>
/// The checkpoint files of a backend and their copies. A stack keeps the compression it has; <c>PULUMI_SELF_MANAGED_STATE_GZIP</c>
/// decides for a new one, and turns it on for the others.
/// </summary>
internal sealed class CheckpointFiles(IStateStore store, TimeProvider time)
{
    /// <summary>True to compress the files of all stacks.</summary>
    public bool Compresses { get; init; }

    /// <summary>Finds the checkpoint of a stack, or null.</summary>
    public string? Find(StackName stack)
    {
        var plain = store.Layout.StackFile(stack);
        return store.Exists(plain) ? plain
            : store.Exists(plain + Gzip.Extension) ? plain + Gzip.Extension
            : null;
    }

    /// <summary>Reads the checkpoint of a stack, or null.</summary>
    public FoundFile? Read(StackName stack)
    {
        var plain = store.Layout.StackFile(stack);
        return ReadAt(plain) ?? ReadAt(plain + Gzip.Extension);

        FoundFile? ReadAt(string location) => store.Read(location) is { } file ? new FoundFile(location, file) : null;
    }

    /// <summary>Creates the checkpoint of a new stack.</summary>
    /// <exception cref="StateConflictException">The stack exists.</exception>
    public Task CreateAsync(StackName stack, byte[] content, CancellationToken cancellationToken)
    {
        var (location, bytes) = Pack(store.Layout.StackFile(stack), content, Compresses);
        return Task.Run(() => store.Write(location, bytes, WriteCondition.IfAbsent), cancellationToken);
    }

    /// <summary>Replaces a checkpoint, of which it keeps a copy with the suffix <c>.bak</c>.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="content">The new content, not compressed.</param>
    /// <param name="replaced">The hash of the checkpoint to replace; any other is left as it is. One that is missing is created.</param>
    /// <param name="beforeWriting">Called with the hash of the new file before anything is written.</param>
    /// <returns>The hash of the new file.</returns>
    /// <exception cref="StateConflictException">The checkpoint is another one.</exception>
    public async Task<string> ReplaceAsync(
        StackName stack,
        ReadOnlyMemory<byte> content,
        string? replaced,
        Func<string, Task> beforeWriting
    )
    {
        var old = await Task.Run(() => Read(stack));
        if (old is not null && Checkpoint.ComputeHash(old.File.Content) != replaced)
        {
            throw new StateConflictException($"{old.Location}: was changed by another program");
        }

        var (location, bytes) = Pack(store.Layout.StackFile(stack), content, Compresses || IsPacked(old?.Location));
        var hash = Checkpoint.ComputeHash(bytes);
        await beforeWriting(hash);
        await Task.Run(() =>
        {
            if (old is not null)
            {
                store.Write(old.Location + ".bak", old.File.Content);
            }

            store.Write(location, bytes, WriteCondition.IfUnchanged(old?.Location == location ? old.File : null));
            if (old is not null && old.Location != location)
            {
                store.Delete(old.Location);
            }
        });
        return hash;
    }

    /// <summary>Adds an update to the history: a record of it, and a copy of the state it led to.</summary>
    public Task AddHistoryAsync(StackName stack, ReadOnlyMemory<byte> checkpoint, byte[] note, CancellationToken cancellationToken) =>
        Task.Run(
            () =>
            {
                var layout = store.Layout;
                var isPacked = Compresses || IsPacked(Find(stack));
                var (history, backups) = (layout.HistoryFolder(stack), layout.BackupFolder(stack));
                var stamp = NextStamp(stack);
                var (record, noteBytes) = Pack(layout.Join(history, $"{stack.Name}-{stamp}.history.json"), note, isPacked);
                var (state, bytes) = Pack(layout.Join(history, $"{stack.Name}-{stamp}.checkpoint.json"), checkpoint, isPacked);
                store.Write(record, noteBytes);
                store.Write(state, bytes);
                store.Write(layout.Join(backups, $"{stack.Name}.{stamp}.json") + (isPacked ? Gzip.Extension : ""), bytes);
            },
            cancellationToken
        );

    private static (string Location, ReadOnlyMemory<byte> Content) Pack(string location, ReadOnlyMemory<byte> content, bool isPacked) =>
        isPacked ? (location + Gzip.Extension, Gzip.Pack(content.Span)) : (location, content);

    private static bool IsPacked(string? location) => location?.EndsWith(Gzip.Extension, StringComparison.Ordinal) == true;

    /// <summary>
    /// The nanoseconds since 1970, which order the history. A clock that was set back must not put an update before an earlier one.
    /// </summary>
    private string NextStamp(StackName stack)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var last = new StackHistory(store, stack).ListFiles() is [.., var latest] ? latest.Stamp : 0;
        return Math.Max(now, last + 1).ToString(CultureInfo.InvariantCulture);
    }
}

/// <summary>A file as it was read, and where it was found.</summary>
internal sealed record FoundFile(string Location, StoredFile File);
