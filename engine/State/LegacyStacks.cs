namespace Infra.Engine.State;

/// <summary>Finds stacks in the layout that Pulumi's file backend had before stacks belonged to projects.</summary>
public static class LegacyStacks
{
    /// <summary>Lists the files of such stacks.</summary>
    public static IReadOnlyList<string> Find(FileBackend backend)
    {
        var folder = Path.GetDirectoryName(backend.Layout.StacksFolder("project"))!;
        return Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Where(file => file.EndsWith(".json", StringComparison.Ordinal) || file.EndsWith(".json.gz", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ]
            : [];
    }
}
