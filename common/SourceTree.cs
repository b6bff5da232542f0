using System.IO.Enumeration;

namespace Infra.Common;

/// <summary>
/// The files of a folder that are sources, as MSBuild sees them: build output is in <c>bin</c> and <c>obj</c> of projects only.
/// </summary>
internal static class SourceTree
{
    private static readonly IReadOnlySet<string> NoProjects = new HashSet<string>();

    /// <summary>Lists the files of a folder and of those in it, except build output and hidden folders.</summary>
    /// <remarks>Links are followed, except to a folder that contains the link: that would be a circle.</remarks>
    /// <typeparam name="T">What is wanted of each file.</typeparam>
    /// <param name="directory">The folder, a full path.</param>
    /// <param name="projects">The folders of projects; null for none.</param>
    /// <param name="select">Reads what is wanted of a file.</param>
    public static IEnumerable<T> Files<T>(string directory, IReadOnlySet<string>? projects, FileSystemEnumerable<T>.FindTransform select) =>
        new FileSystemEnumerable<T>(
            directory,
            select,
            new EnumerationOptions
            {
                AttributesToSkip = 0,
                IgnoreInaccessible = false,
                RecurseSubdirectories = true,
            }
        )
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => IsSource(ref entry, projects ?? NoProjects),
        };

    private static bool IsSource(ref FileSystemEntry entry, IReadOnlySet<string> projects) =>
        entry.FileName switch
        {
            ['.', ..] => false,
            "bin" or "obj" => !projects.Contains(entry.Directory.ToString()),
            _ => true,
        } && !(entry.Attributes.HasFlag(FileAttributes.ReparsePoint) && IsCircle(ref entry));

    /// <summary>Whether a link leads to a folder above it, also by way of the links that led there.</summary>
    private static bool IsCircle(ref FileSystemEntry entry)
    {
        var target = FollowLinks(entry.ToFullPath());
        var root = entry.RootDirectory.Length;
        for (var above = entry.Directory.ToString(); above is not null && above.Length >= root; above = Path.GetDirectoryName(above))
        {
            if (IsInside(target, FollowLinks(above)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsInside(string folder, string path) =>
        path == folder
        || path.StartsWith(folder.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static string FollowLinks(string path)
    {
        var current = Path.GetPathRoot(path)!;
        foreach (var part in path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            var folder = new DirectoryInfo(Path.Combine(current, part));
            current =
                folder.Exists && folder.LinkTarget is not null && folder.ResolveLinkTarget(returnFinalTarget: true) is { } target
                    ? FollowLinks(target.FullName)
                    : folder.FullName;
        }

        return current;
    }
}
