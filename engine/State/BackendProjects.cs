namespace Infra.Engine.State;

/// <summary>Finds the projects that have stacks in a backend.</summary>
public static class BackendProjects
{
    /// <summary>Lists their names, sorted.</summary>
    public static IReadOnlyList<string> List(FileBackend backend)
    {
        var folder = Path.GetDirectoryName(backend.Layout.StacksFolder("project"))!;
        return Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)]
            : [];
    }
}
