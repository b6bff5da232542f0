using Infra.Engine.Files;

namespace Infra.Engine.State;

/// <summary>A file of a stack's state that is ready to be written.</summary>
internal sealed class CheckpointFile
{
    private readonly bool _isPacked;
    private readonly ReadOnlyMemory<byte> _bytes;
    private string? _hash;

    private CheckpointFile(string path, ReadOnlyMemory<byte> bytes, bool isPacked)
    {
        _isPacked = isPacked;
        _bytes = bytes;
        Path = isPacked ? path + Gzip.Extension : path;
    }

    /// <summary>The path, with the ending of compressed files where it is one.</summary>
    public string Path { get; }

    /// <summary>The SHA-256 of the file, computed when it is first asked for: copies in the history need none.</summary>
    public string Hash => _hash ??= Checkpoint.ComputeHash(_bytes);

    /// <param name="path">The path without the ending of compressed files.</param>
    /// <param name="content">The content, not compressed.</param>
    /// <param name="isPacked">True to compress it.</param>
    public static CheckpointFile Create(string path, ReadOnlyMemory<byte> content, bool isPacked) =>
        new(path, isPacked ? Gzip.Pack(content.Span) : content, isPacked);

    /// <summary>The same file at another path.</summary>
    public CheckpointFile CopyTo(string path) => new(path, _bytes, _isPacked);

    /// <summary>Creates the file or replaces its content. A link to a file elsewhere stays one.</summary>
    public Task WriteAsync(CancellationToken cancellationToken)
    {
        var link = new FileInfo(Path);
        var target = link.LinkTarget is null ? Path : link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        return DurableFile.WriteAsync(target, _bytes, FilePermissions.OwnerOnly, cancellationToken);
    }
}
