using System.Globalization;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>
/// The checkpoint files of a file backend and their copies. A stack keeps the compression it has; <c>PULUMI_SELF_MANAGED_STATE_GZIP</c>
/// decides for a new one, and turns it on for the others.
/// </summary>
internal sealed class CheckpointFiles(BackendLayout layout, TimeProvider time)
{
    /// <summary>True to compress the files of all stacks.</summary>
    public bool Compresses { get; init; }

    /// <summary>Finds the checkpoint of a stack, or null.</summary>
    public string? Find(StackName stack)
    {
        var plain = layout.StackFile(stack);
        return File.Exists(plain) ? plain
            : File.Exists(plain + Gzip.Extension) ? plain + Gzip.Extension
            : null;
    }

    /// <summary>Creates the checkpoint of a new stack.</summary>
    public Task CreateAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        CheckpointFile.Create(layout.StackFile(stack), content, Compresses).WriteAsync(cancellationToken);

    /// <summary>Prepares the file that is to replace a stack's checkpoint.</summary>
    public CheckpointFile Prepare(StackName stack, ReadOnlyMemory<byte> content) =>
        CheckpointFile.Create(layout.StackFile(stack), content, IsPacked(stack));

    /// <summary>Replaces a checkpoint, of which it keeps a copy with the suffix <c>.bak</c>.</summary>
    public async Task ReplaceAsync(StackName stack, CheckpointFile file, CancellationToken cancellationToken)
    {
        var old = Find(stack);
        if (old is not null)
        {
            await DurableFile.WriteAsync(
                old + ".bak",
                await File.ReadAllBytesAsync(old, cancellationToken),
                FilePermissions.OwnerOnly,
                cancellationToken
            );
        }

        await file.WriteAsync(cancellationToken);
        if (old is not null && old != file.Path)
        {
            DurableFile.Delete(old);
        }
    }

    /// <summary>Adds an update to the history: a record of it, and a copy of the state it led to.</summary>
    public async Task AddHistoryAsync(StackName stack, byte[] checkpoint, byte[] note, CancellationToken cancellationToken)
    {
        var isPacked = IsPacked(stack);
        var (history, backups) = (layout.HistoryFolder(stack), layout.BackupFolder(stack));
        var stamp = NextStamp(stack);
        var state = CheckpointFile.Create(Path.Combine(history, $"{stack.Name}-{stamp}.checkpoint.json"), checkpoint, isPacked);
        await CheckpointFile
            .Create(Path.Combine(history, $"{stack.Name}-{stamp}.history.json"), note, isPacked)
            .WriteAsync(cancellationToken);
        await state.WriteAsync(cancellationToken);
        await state.CopyTo(Path.Combine(backups, $"{stack.Name}.{stamp}.json")).WriteAsync(cancellationToken);
    }

    private bool IsPacked(StackName stack) => Compresses || Find(stack)?.EndsWith(Gzip.Extension, StringComparison.Ordinal) == true;

    /// <summary>
    /// The nanoseconds since 1970, which order the history. A clock that was set back must not put an update before an earlier one.
    /// </summary>
    private string NextStamp(StackName stack)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var last = UpdateHistory.List(layout, stack) is [.., var latest] ? latest.Stamp : 0;
        return Math.Max(now, last + 1).ToString(CultureInfo.InvariantCulture);
    }
}
