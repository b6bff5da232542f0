namespace Architecture.Tests;

/// <summary>The repository's files as they lie on disk, without what builds and runs leave behind.</summary>
internal static class Repository
{
    private static readonly HashSet<string> LeftBehind = new(StringComparer.Ordinal)
    {
        ".git",
        ".idea",
        ".infra",
        ".pulumi",
        ".vs",
        ".vscode",
        "bin",
        "BenchmarkDotNet.Artifacts",
        "obj",
        "TestResults",
    };

    public static string Root { get; } = FindRoot();

    /// <summary>Every file with one of the extensions, as a path relative to the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(params string[] extensions) =>
        [.. Walk(new DirectoryInfo(Root)).Where(path => extensions.Contains(Path.GetExtension(path))).Order(StringComparer.Ordinal)];

    public static string Absolute(string relativePath) => Path.GetFullPath(Path.Combine(Root, relativePath));

    public static string Relative(string absolutePath) => Path.GetRelativePath(Root, absolutePath).Replace('\\', '/');

    private static IEnumerable<string> Walk(DirectoryInfo directory)
    {
        foreach (var file in directory.EnumerateFiles())
        {
            yield return Relative(file.FullName);
        }

        foreach (var child in directory.EnumerateDirectories().Where(child => !LeftBehind.Contains(child.Name)))
        {
            foreach (var path in Walk(child))
            {
                yield return path;
            }
        }
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Infra.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException($"No Infra.sln stands above {AppContext.BaseDirectory}.");
    }
}
