using System.Text.RegularExpressions;

namespace Likeness.Kubernetes.Comparison;

/// <summary>Values of discovery documents that belong to the build of the server: they are present, but need not be equal.</summary>
internal static partial class BuildValues
{
    /// <summary>Leaves out differences of such values only.</summary>
    public static IReadOnlyList<Difference> LeaveOut(IReadOnlyList<Difference> differences) =>
        [.. differences.Where(difference => !BelongsToBuild(difference))];

    private static bool BelongsToBuild(Difference difference) =>
        difference.Recorded != Difference.Absent
        && difference.Received != Difference.Absent
        && (Field().IsMatch(difference.Place) || WithoutHash(difference.Recorded) == WithoutHash(difference.Received));

    private static string WithoutHash(string text) => Hash().Replace(text, "?hash=");

    [GeneratedRegex(@"^\.(gitCommit|gitTreeState|buildDate|goVersion|compiler|platform)$")]
    private static partial Regex Field();

    [GeneratedRegex(@"\?hash=[0-9A-F]+")]
    private static partial Regex Hash();
}
