using Infra.Common;

namespace Infra.Backend.Loading;

/// <summary>The folders of a project with its history, kubeconfigs and state, which belong in no image.</summary>
internal static class OwnFolders
{
    private static readonly string[] Names = [".git", ".infra", ".pulumi"];

    // By default an enumeration leaves out hidden files. A build does not follow links.
    private static readonly EnumerationOptions AllFiles = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Finds those with a file in the context, which is the whole project.</summary>
    public static IReadOnlyList<string> Find(string project, IgnorePatterns ignored) =>
        [.. Names.Where(name => HasFiles(project, new DirectoryInfo(Path.Combine(project, name)), ignored))];

    private static bool HasFiles(string project, DirectoryInfo folder, IgnorePatterns ignored) =>
        folder is { Exists: true, LinkTarget: null }
        && (!ignored.Ignores(folder.Name) || ignored.HasExceptions)
        && folder
            .EnumerateFiles("*", AllFiles)
            .Any(file => !ignored.Ignores(Path.GetRelativePath(project, file.FullName).Replace(Path.DirectorySeparatorChar, '/')));
}
