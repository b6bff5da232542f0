using System.Collections.Immutable;
using System.IO.Enumeration;
using Infra.Backend.Settings;

namespace Infra.Backend.Loading;

/// <summary>Finds and reads the files that <c>manifests</c> names, within the project and with bounds.</summary>
internal sealed class ManifestFiles(ProjectFolder folder)
{
    /// <summary>The most bytes of one file. The API server accepts objects of about 1.5 MiB; a file may have several.</summary>
    private const long FileLimit = 16 * 1024 * 1024;

    private const long TotalLimit = 64 * 1024 * 1024;
    private const int CountLimit = 2000;

    /// <summary>The most files and folders that are looked at.</summary>
    private const int EntryLimit = 50_000;

    private static readonly string[] Extensions = [".yaml", ".yml", ".json"];
    private static readonly char[] Wildcards = ['*', '?'];

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private long _rest = TotalLimit;
    private int _entries;

    /// <summary>Reads the files of an entry, apart from those of earlier entries, by name.</summary>
    /// <exception cref="ProjectFileException">There is none, it is outside the project, or they are too many or too large.</exception>
    public ImmutableArray<SettingsFile> Read(string entry)
    {
        var files = Find(entry);
        return files.Count == 0
            ? throw new ProjectFileException(
                $"no YAML or JSON file is at '{entry}'",
                "write files, folders or patterns such as manifests/*.yaml, from the catalogue's folder"
            )
            : [.. files.Where(file => _read.Add(file.Actual)).Select(file => ReadFile(file.Name, file.Actual))];
    }

    private List<(string Name, string Actual)> Find(string entry)
    {
        if (entry.IndexOfAny(Wildcards) < 0)
        {
            var (name, actual) = folder.Resolve(entry.TrimEnd('/'));
            return Directory.Exists(actual) ? [.. List(name, [], isRecursive: true).Where(file => HasExtension(file.Name))]
                : File.Exists(actual) ? [(name, actual)]
                : throw new ProjectFileException($"there is no file or folder '{name}'", "create it, or correct the path");
        }

        var parts = entry.Split('/');
        var fixedParts = parts.TakeWhile(part => part.IndexOfAny(Wildcards) < 0).ToArray();
        var start = folder.Resolve(fixedParts.Length == 0 ? "." : string.Join('/', fixedParts));
        var pattern = parts[fixedParts.Length..];
        var prefix = start.Name == "." ? 0 : start.Name.Length + 1;
        return Directory.Exists(start.Actual)
            ?
            [
                .. List(start.Name, [], isRecursive: pattern.Length > 1)
                    .Where(file => HasExtension(file.Name) && Matches(file.Name[prefix..].Split('/'), pattern)),
            ]
            : throw new ProjectFileException($"there is no folder '{start.Name}'", "create it, or correct the path");
    }

    private IEnumerable<(string Name, string Actual)> List(string name, ImmutableHashSet<string> above, bool isRecursive)
    {
        var (_, real) = folder.ResolveInProject(name);
        if (above.Contains(real))
        {
            throw new ProjectFileException($"'{name}' is a link to a folder that contains it", "remove the link");
        }

        var entries = Directory.EnumerateFileSystemEntries(real).Select(entry => Path.GetFileName(entry)!).Order(StringComparer.Ordinal);
        foreach (var entry in entries.Where(entry => entry[0] != '.'))
        {
            if (++_entries > EntryLimit)
            {
                throw new ProjectFileException($"'{name}' and its neighbours have more than {EntryLimit} files", "name a smaller folder");
            }

            var (path, actual) = folder.ResolveInProject(name == "." ? entry : $"{name}/{entry}");
            if (!Directory.Exists(actual))
            {
                yield return (path, actual);
            }
            else if (isRecursive)
            {
                foreach (var file in List(path, above.Add(real), isRecursive))
                {
                    yield return file;
                }
            }
        }
    }

    private SettingsFile ReadFile(string name, string actual)
    {
        // A pipe has length 0, and reading it would wait for a writer.
        var length = new FileInfo(actual).Length;
        if (length > Math.Min(FileLimit, _rest))
        {
            throw new ProjectFileException(
                length > FileLimit
                    ? $"'{name}' has {length} bytes, and a file of manifests may have {FileLimit}"
                    : $"with '{name}' the manifests have more than {TotalLimit} bytes",
                "divide it, or deploy it in a stack of its own"
            );
        }

        if (_read.Count > CountLimit)
        {
            throw new ProjectFileException($"there are more than {CountLimit} files of manifests", "deploy some in a stack of their own");
        }

        _rest -= length;
        return length == 0 ? new SettingsFile(name, "") : SettingsFile.FromBytes(name, File.ReadAllBytes(actual));
    }

    private static bool HasExtension(string name) =>
        Array.Exists(Extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether the segments of a path match those of a pattern, in which <c>**</c> stands for any number of folders.</summary>
    private static bool Matches(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty)
        {
            return path.IsEmpty;
        }

        return pattern[0] == "**"
            ? Matches(path, pattern[1..]) || (!path.IsEmpty && Matches(path[1..], pattern))
            : !path.IsEmpty
                && FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false)
                && Matches(path[1..], pattern[1..]);
    }
}
