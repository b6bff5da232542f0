using System.IO.Enumeration;

namespace Infra.Common;

/// <summary>
/// The files of a folder that are sources, as MSBuild sees them: build output is in <c>bin</c> and <c>obj</c> of projects only.
/// </summary>
internal static class SourceTree
{
    private static readonly IReadOnlySet<string> NoProjects = new HashSet<string>();

    /// <summary>Lists the files of a folder and of those in it, except build output, hidden folders and links to folders.</summary>
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

    // Links could lead in a circle.
    private static bool IsSource(ref FileSystemEntry entry, IReadOnlySet<string> projects) =>
        entry.FileName switch
        {
            ['.', ..] => false,
            "bin" or "obj" => !projects.Contains(entry.Directory.ToString()),
            _ => true,
        } && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
