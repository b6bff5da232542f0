namespace Infra.Engine.State;

/// <summary>Finds stacks in the layout that Pulumi's file backend had before stacks belonged to projects.</summary>
public static class LegacyStacks
{
    /// <summary>Lists the files of such stacks.</summary>
    public static IReadOnlyList<string> Find(StateBackend backend) =>
        [
            .. backend
                .Store.ListFiles(backend.Layout.ProjectsFolder)
                .Where(file => file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".json.gz", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
}
