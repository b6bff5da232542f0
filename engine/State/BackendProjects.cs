namespace Infra.Engine.State;

/// <summary>Finds the projects that have stacks in a backend.</summary>
public static class BackendProjects
{
    /// <summary>Lists their names, sorted.</summary>
    public static IReadOnlyList<string> List(StateBackend backend) =>
        [.. backend.Store.ListFolders(backend.Layout.ProjectsFolder).Order(StringComparer.Ordinal)];
}
