using Infra.Engine.Providers;

namespace Infra.Engine.Deployments.Refreshing;

/// <summary>
/// Inverts a difference. Providers compare a live object with inputs to find what an update would change; a refresh makes the opposite
/// changes.
/// </summary>
internal static class InvertedDiff
{
    public static DiffResult Invert(this DiffResult diff) =>
        diff with
        {
            DetailedDiff = diff.DetailedDiff.ToDictionary(
                change => change.Key,
                change => change.Value with { Kind = Invert(change.Value.Kind) }
            ),
        };

    private static PropertyDiffKind Invert(PropertyDiffKind kind) =>
        kind switch
        {
            PropertyDiffKind.Add => PropertyDiffKind.Delete,
            PropertyDiffKind.AddReplace => PropertyDiffKind.DeleteReplace,
            PropertyDiffKind.Delete => PropertyDiffKind.Add,
            PropertyDiffKind.DeleteReplace => PropertyDiffKind.AddReplace,
            _ => kind,
        };
}
