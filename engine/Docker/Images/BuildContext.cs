using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using Infra.Common;

namespace Infra.Engine.Docker.Images;

/// <summary>The files of a build: a folder without what its <c>.dockerignore</c> says, and the Dockerfile.</summary>
internal sealed class BuildContext
{
    private const int MaxFiles = 200_000;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private readonly string _folder;
    private readonly string _dockerfile;
    private readonly IReadOnlyList<FileSystemInfo> _entries;

    private BuildContext(string folder, string dockerfile, IReadOnlyList<FileSystemInfo> entries)
    {
        _folder = folder;
        _dockerfile = dockerfile;
        _entries = entries;
        var relative = PathOf(dockerfile);
        DockerfileName = IsInside(relative)
            ? relative
            : $".dockerfile.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(relative)))[..12]}";
    }

    /// <summary>The path of the Dockerfile in the archive.</summary>
    public string DockerfileName { get; }

    /// <summary>Lists the files.</summary>
    /// <param name="folder">The folder, absolute.</param>
    /// <param name="dockerfile">The Dockerfile, absolute. It may lie outside the folder.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    public static BuildContext Open(string folder, string dockerfile)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var ignored = IgnorePatterns.Read(IgnorePatterns.FindFile(root, dockerfile));
        var entries = new List<FileSystemInfo>();
        var own = Relative(root, Path.GetFullPath(dockerfile));
        Collect(
            new DirectoryInfo(root),
            root,
            path => path != own && path != ".dockerignore" && ignored.Ignores(path),
            ignored.HasExceptions,
            entries
        );
        entries.Sort((left, right) => string.CompareOrdinal(Relative(root, left.FullName), Relative(root, right.FullName)));
        return new BuildContext(root, Path.GetFullPath(dockerfile), entries);
    }

    /// <summary>The digest of all paths, modes and contents.</summary>
    public string ComputeDigest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in _entries)
        {
            Add(PathOf(entry.FullName), entry);
        }

        if (!IsInside(PathOf(_dockerfile)))
        {
            Add(DockerfileName, new FileInfo(_dockerfile));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Add(string path, FileSystemInfo entry)
        {
            // Lengths keep the end of one part from being the beginning of the next.
            Append(path);
            Append(entry.LinkTarget ?? "");
            Append(entry is FileInfo { LinkTarget: null } file ? $"{(IsExecutable(file) ? 'x' : '-')} {file.Length}" : "/");
            if (entry is FileInfo { LinkTarget: null } content)
            {
                using var stream = content.OpenRead();
                var buffer = new byte[81920];
                while (stream.Read(buffer) is > 0 and var length)
                {
                    hash.AppendData(buffer, 0, length);
                }
            }
        }

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes($"{Encoding.UTF8.GetByteCount(text)}:{text}"));
    }

    /// <summary>Writes the files as a tar archive.</summary>
    public async Task WriteAsync(Stream target, CancellationToken cancellationToken)
    {
        await using var writer = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);

        // BuildKit recognizes an archive by its first 512 bytes, which must be a whole header; otherwise it takes it for a Dockerfile.
        await writer.WriteEntryAsync(
            new UstarTarEntry(TarEntryType.Directory, "./") { Mode = Plain | Executable, ModificationTime = DateTimeOffset.UnixEpoch },
            cancellationToken
        );
        foreach (var entry in _entries)
        {
            await WriteAsync(writer, PathOf(entry.FullName), entry, cancellationToken);
        }

        if (!IsInside(PathOf(_dockerfile)))
        {
            await WriteAsync(writer, DockerfileName, new FileInfo(_dockerfile), cancellationToken);
        }
    }

    private static async Task WriteAsync(TarWriter writer, string path, FileSystemInfo entry, CancellationToken cancellationToken)
    {
        if (entry.LinkTarget is { } target)
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, path) { LinkName = target }, cancellationToken);
        }
        else if (entry is FileInfo file)
        {
            await using var content = file.OpenRead();
            var mode = IsExecutable(file) ? Plain | Executable : Plain;
            await writer.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, path)
                {
                    Mode = mode,
                    ModificationTime = file.LastWriteTimeUtc,
                    DataStream = content,
                },
                cancellationToken
            );
        }
        else
        {
            await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.Directory, path) { Mode = Plain | Executable }, cancellationToken);
        }
    }

    private static void Collect(
        DirectoryInfo folder,
        string root,
        Func<string, bool> isIgnored,
        bool looksIntoIgnored,
        List<FileSystemInfo> entries
    )
    {
        foreach (var entry in folder.EnumerateFileSystemInfos())
        {
            var isSkipped = isIgnored(Relative(root, entry.FullName));
            if (!isSkipped)
            {
                RefuseSpecial(entry);
                entries.Add(entry);
            }

            if (entries.Count > MaxFiles)
            {
                throw new IOException(
                    $"the context {root} has more than {MaxFiles} files: leave out what the build does not need in .dockerignore"
                );
            }

            if (entry is DirectoryInfo { LinkTarget: null } inner && (!isSkipped || looksIntoIgnored))
            {
                Collect(inner, root, isIgnored, looksIntoIgnored, entries);
            }
        }
    }

    // Reading a pipe would wait for a writer.
    private static void RefuseSpecial(FileSystemInfo entry)
    {
        if (entry is FileInfo { LinkTarget: null } file && !FileKind.IsRegular(file))
        {
            throw new IOException(
                $"{entry.FullName} is a pipe, a socket or a device: remove it, or exclude it from the context in .dockerignore"
            );
        }
    }

    private static bool IsExecutable(FileInfo file) => OperatingSystem.IsWindows() || (file.UnixFileMode & UnixFileMode.UserExecute) != 0;

    private static bool IsInside(string relative) => relative != ".." && !relative.StartsWith("../", StringComparison.Ordinal);

    private static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace('\\', '/');

    private string PathOf(string path) => Relative(_folder, path);
}
