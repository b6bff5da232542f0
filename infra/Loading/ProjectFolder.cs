using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Loading;

/// <summary>The project's folder. Only files inside it are read, links resolved, and only as many as a ConfigMap can hold.</summary>
/// <param name="root">The absolute path of the project.</param>
/// <param name="catalogueFolder">The catalogue's folder, from the project's.</param>
internal sealed class ProjectFolder(string root, string catalogueFolder)
{
    /// <summary>The most bytes of all files of a folder: those of a ConfigMap or Secret.</summary>
    private const long SizeLimit = 1024 * 1024;

    private const int CountLimit = 1000;
    private const int LinkLimit = 40;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ProjectFileException">It is outside the project, missing or too large.</exception>
    public ProjectFile ReadFile(string path)
    {
        var (name, actual) = Resolve(path);
        if (Directory.Exists(actual))
        {
            throw new ProjectFileException($"'{name}' is a folder", "write 'folder' instead of 'file'");
        }

        return ReadFile(Path.GetFileName(name), name, actual, SizeLimit);
    }

    /// <summary>Reads the files of a folder and its subfolders, by name.</summary>
    /// <exception cref="ProjectFileException">It is outside the project, missing, empty or too large.</exception>
    public ImmutableArray<ProjectFile> ReadFolder(string path)
    {
        var (name, actual) = Resolve(path);
        if (!Directory.Exists(actual))
        {
            throw File.Exists(actual)
                ? new ProjectFileException($"'{name}' is a file", "write 'file' instead of 'folder'")
                : new ProjectFileException($"there is no folder '{name}'", $"create it, or write a path from '{catalogueFolder}'");
        }

        var files = ImmutableArray.CreateBuilder<ProjectFile>();
        var rest = SizeLimit;
        Add(name, "", []);
        return files.Count > 0
            ? files.ToImmutable()
            : throw new ProjectFileException($"the folder '{name}' has no files", "add one, or remove the setting");

        void Add(string folder, string prefix, ImmutableHashSet<string> above)
        {
            var (_, real) = ResolveInProject(folder);
            if (above.Contains(real))
            {
                throw new ProjectFileException($"'{folder}' is a link to a folder that contains it", "remove the link");
            }

            foreach (
                var entry in Directory
                    .EnumerateFileSystemEntries(real)
                    .Select(entry => Path.GetFileName(entry)!)
                    .Order(StringComparer.Ordinal)
            )
            {
                var (source, target) = ResolveInProject($"{folder}/{entry}");
                if (Directory.Exists(target))
                {
                    Add(source, $"{prefix}{entry}/", above.Add(real));
                    continue;
                }

                if (files.Count == CountLimit)
                {
                    throw new ProjectFileException(
                        $"the folder '{name}' has more than {CountLimit} files",
                        "divide it into several folders"
                    );
                }

                var file = ReadFile($"{prefix}{entry}", source, target, rest);
                rest -= file.Content.Length;
                files.Add(file);
            }
        }
    }

    private static ProjectFile ReadFile(string name, string source, string actual, long limit)
    {
        if (!File.Exists(actual))
        {
            throw new ProjectFileException($"there is no file '{source}'", "create it, or correct the path");
        }

        // A pipe has length 0, and reading it would wait for a writer.
        var length = new FileInfo(actual).Length;
        if (length > limit)
        {
            throw new ProjectFileException(
                limit == SizeLimit
                    ? $"'{source}' has {length} bytes, and a ConfigMap or Secret may have {SizeLimit}"
                    : $"with '{source}' of {length} bytes the folder exceeds the {SizeLimit} bytes of a ConfigMap or Secret",
                "put large files into the image or on a volume"
            );
        }

        return new ProjectFile(name, source, length == 0 ? default : File.ReadAllBytes(actual));
    }

    /// <summary>Resolves a path from the catalogue's folder to one from the project's, and to the file behind all links.</summary>
    /// <exception cref="ProjectFileException">It is not a relative path, or outside the project.</exception>
    public (string Name, string Actual) Resolve(string path)
    {
        if (path.Length == 0 || Path.IsPathRooted(path))
        {
            throw new ProjectFileException(
                $"'{path}' is not a relative path",
                $"write a path from '{catalogueFolder}', such as config/app"
            );
        }

        var name = Path.GetRelativePath(root, Path.GetFullPath(Path.Combine(root, catalogueFolder, path)));
        return ResolveInProject(name.Replace(Path.DirectorySeparatorChar, '/'));
    }

    /// <summary>Resolves a path from the project's folder to the file behind all links.</summary>
    /// <exception cref="ProjectFileException">It is outside the project.</exception>
    public (string Name, string Actual) ResolveInProject(string name)
    {
        var actual = FollowLinks(Path.Combine(root, name), LinkLimit);
        return IsInside(FollowLinks(root, LinkLimit), actual)
            ? (name, actual)
            : throw new ProjectFileException($"'{name}' is outside the project", "copy it into the project");
    }

    private static bool IsInside(string folder, string path) =>
        path == folder
        || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string FollowLinks(string path, int limit)
    {
        var full = Path.GetFullPath(path);
        var current = Path.GetPathRoot(full)!;
        foreach (var part in full[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            current = Path.Combine(current, part);
            FileSystemInfo info = Directory.Exists(current) ? new DirectoryInfo(current) : new FileInfo(current);
            if (info.LinkTarget is not null && info.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                current =
                    limit > 0
                        ? FollowLinks(target.FullName, limit - 1)
                        : throw new ProjectFileException($"'{path}' leads through too many links", "remove some");
            }
        }

        return current;
    }
}

/// <summary>A file that the settings name cannot be used.</summary>
internal sealed class ProjectFileException(string message, string cure) : Exception(message)
{
    public string Cure { get; } = cure;
}
