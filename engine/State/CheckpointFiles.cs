using System.Globalization;
using System.IO.Compression;
using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>
/// The checkpoint files of a file backend and their copies. A stack keeps the compression it has; <c>PULUMI_SELF_MANAGED_STATE_GZIP</c>
/// decides for a new one, and turns it on for the others.
/// </summary>
internal sealed class CheckpointFiles(BackendLayout layout, TimeProvider time)
{
    private const string Packed = ".gz";

    /// <summary>True to compress the files of all stacks.</summary>
    public bool Compresses { get; init; }

    /// <summary>Finds the checkpoint of a stack, or null.</summary>
    public string? Find(StackName stack)
    {
        var plain = layout.StackFile(stack);
        return File.Exists(plain) ? plain
            : File.Exists(plain + Packed) ? plain + Packed
            : null;
    }

    /// <summary>Creates the checkpoint of a new stack.</summary>
    public Task CreateAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(layout.StackFile(stack), content, Compresses, cancellationToken);

    /// <summary>Replaces a checkpoint, of which it keeps a copy with the suffix <c>.bak</c>.</summary>
    /// <returns>The SHA-256 of the new file.</returns>
    public async Task<string> ReplaceAsync(StackName stack, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
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

        var written = await WriteAsync(layout.StackFile(stack), content, IsPacked(stack), cancellationToken);
        if (old is not null && old != written.Path)
        {
            DurableFile.Delete(old);
        }

        return written.Hash;
    }

    /// <summary>Computes the SHA-256 that a checkpoint file would have.</summary>
    public string ComputeHash(StackName stack, ReadOnlyMemory<byte> content) => Checkpoint.ComputeHash(Pack(content, IsPacked(stack)));

    /// <summary>Adds an update to the history: a record of it, and a copy of the state it led to.</summary>
    public async Task AddHistoryAsync(StackName stack, byte[] checkpoint, byte[] note, CancellationToken cancellationToken)
    {
        var isPacked = IsPacked(stack);
        var (history, backups) = (layout.HistoryFolder(stack), layout.BackupFolder(stack));
        var stamp = NextStamp(stack, history);
        await WriteAsync(Path.Combine(history, $"{stack.Name}-{stamp}.history.json"), note, isPacked, cancellationToken);
        await WriteAsync(Path.Combine(history, $"{stack.Name}-{stamp}.checkpoint.json"), checkpoint, isPacked, cancellationToken);
        await WriteAsync(Path.Combine(backups, $"{stack.Name}.{stamp}.json"), checkpoint, isPacked, cancellationToken);
    }

    private bool IsPacked(StackName stack) => Compresses || Find(stack)?.EndsWith(Packed, StringComparison.Ordinal) == true;

    /// <summary>
    /// The nanoseconds since 1970, which order the history. A clock that was set back must not put an update before an earlier one.
    /// </summary>
    private string NextStamp(StackName stack, string history)
    {
        var now = (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100;
        var last = Directory.Exists(history)
            ? Directory
                .EnumerateFiles(history, $"{stack.Name}-*.history.*")
                .Select(file => Path.GetFileName(file)[(stack.Name.Length + 1)..].Split('.')[0])
                .Select(text => long.TryParse(text, CultureInfo.InvariantCulture, out var stamp) ? stamp : 0)
                .DefaultIfEmpty()
                .Max()
            : 0;
        return Math.Max(now, last + 1).ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<(string Path, string Hash)> WriteAsync(
        string path,
        ReadOnlyMemory<byte> content,
        bool isPacked,
        CancellationToken cancellationToken
    )
    {
        path = isPacked ? path + Packed : path;
        var bytes = Pack(content, isPacked);

        // A link to a file elsewhere stays one.
        var link = new FileInfo(path);
        var target = link.LinkTarget is null ? path : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        await DurableFile.WriteAsync(target, bytes, FilePermissions.OwnerOnly, cancellationToken);
        return (path, Checkpoint.ComputeHash(bytes));
    }

    private static ReadOnlyMemory<byte> Pack(ReadOnlyMemory<byte> content, bool isPacked)
    {
        if (!isPacked)
        {
            return content;
        }

        using var target = new MemoryStream();
        using (var packer = new GZipStream(target, CompressionLevel.Optimal))
        {
            packer.Write(content.Span);
        }

        return target.ToArray();
    }
}
