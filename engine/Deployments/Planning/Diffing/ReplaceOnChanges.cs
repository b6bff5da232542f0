using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Diffing;

/// <summary>Turns updates into replacements at the paths the program specifies.</summary>
internal static class ReplaceOnChanges
{
    /// <summary>The path that matches a resource that is not ready.</summary>
    private const string InitErrorsPath = "#initerror";

    /// <exception cref="FormatException">A path is malformed.</exception>
    public static DiffResult Apply(DiffResult diff, IReadOnlyList<string> replaceOnChanges, bool hasInitErrors)
    {
        if (replaceOnChanges.Count == 0 || (diff.Changes != DiffChanges.Some && !hasInitErrors))
        {
            return diff;
        }

        var paths = replaceOnChanges.Select(PropertyPath.Parse).ToArray();
        var replaceKeys = diff.ReplaceKeys.Concat(diff.ChangedKeys.Where(IsCovered)).ToList();
        var detailed = new Dictionary<string, PropertyDiff>();
        foreach (var (path, change) in diff.DetailedDiff)
        {
            detailed[path] = IsCovered(path) ? change with { Kind = ToReplacement(change.Kind) } : change;
            if (IsCovered(path))
            {
                replaceKeys.Add(path);
            }
        }

        var initErrorsReplace = hasInitErrors && IsCovered(InitErrorsPath);
        if (initErrorsReplace)
        {
            replaceKeys.Add(InitErrorsPath);
        }

        return diff with
        {
            Changes = initErrorsReplace ? DiffChanges.Some : diff.Changes,
            DetailedDiff = detailed,
            ReplaceKeys = [.. replaceKeys.Distinct()],
        };

        bool IsCovered(string text) => PropertyPath.TryParse(text, out var path) && paths.Any(covering => covering.Contains(path));
    }

    private static PropertyDiffKind ToReplacement(PropertyDiffKind kind) =>
        kind switch
        {
            PropertyDiffKind.Add => PropertyDiffKind.AddReplace,
            PropertyDiffKind.Delete => PropertyDiffKind.DeleteReplace,
            PropertyDiffKind.Update => PropertyDiffKind.UpdateReplace,
            _ => kind,
        };
}
