using System.Globalization;
using System.Text.RegularExpressions;

namespace Infra.Rehearsal.Verdicts;

/// <summary>Shortens what the scheduler says of a pod that it cannot place.</summary>
internal static partial class SchedulingReason
{
    private static readonly (string Said, string One, string Several)[] Known =
    [
        ("node(s) had untolerated taint(s)", "is lost or tainted", "are lost or tainted"),
        ("node(s) were unschedulable", "is cordoned", "are cordoned"),
        ("node(s) didn't match pod topology spread constraints", "would break its spreading", "would break its spreading"),
        ("node(s) didn't match PersistentVolume's node affinity", "cannot reach its volume", "cannot reach its volume"),
        ("node(s) had volume node affinity conflict", "cannot reach its volume", "cannot reach its volume"),
        ("node(s) didn't match Pod's node affinity/selector", "lacks the labels it needs", "lack the labels it needs"),
        ("node(s) didn't match pod anti-affinity rules", "has pods that it must avoid", "have pods that it must avoid"),
        ("node(s) didn't match pod affinity rules", "lacks pods that it must be near", "lack pods that it must be near"),
        ("node(s) didn't have free ports for the requested pod ports", "has no free port for it", "have no free port for it"),
        ("Too many pods", "is full of pods", "are full of pods"),
    ];

    /// <summary>Describes a message such as <c>0/3 nodes are available: 1 Too many pods, 2 Insufficient cpu. preemption: …</c>.</summary>
    /// <returns><c>of 3 nodes 1 is full of pods, 2 are short of cpu</c>; a message of another form as it is.</returns>
    public static string Describe(string message)
    {
        if (Message().Match(message) is not { Success: true } match)
        {
            return message;
        }

        var nodes = match.Groups["nodes"].Value;
        var reasons = Reason()
            .Matches(match.Groups["reasons"].Value)
            .Select(reason =>
                (Count: int.Parse(reason.Groups["count"].ValueSpan, CultureInfo.InvariantCulture), Text: reason.Groups["text"].Value)
            )
            .OrderByDescending(reason => reason.Count)
            .Select(reason => $"{reason.Count} {Describe(reason.Text, reason.Count == 1)}");
        return $"of {nodes} {(nodes == "1" ? "node" : "nodes")} {string.Join(", ", reasons)}";
    }

    private static string Describe(string reason, bool isOne)
    {
        const string Insufficient = "Insufficient ";
        if (reason.StartsWith(Insufficient, StringComparison.Ordinal))
        {
            return $"{(isOne ? "is" : "are")} short of {reason[Insufficient.Length..]}";
        }

        var (_, one, several) = Array.Find(Known, known => reason.StartsWith(known.Said, StringComparison.Ordinal));
        return (isOne ? one : several) ?? $"refused: {reason}";
    }

    [GeneratedRegex(@"^0/(?<nodes>\d+) nodes are available: (?<reasons>.+?)\.($| )")]
    private static partial Regex Message();

    [GeneratedRegex(@"(?<count>\d+) (?<text>[^\d,][^,]*)")]
    private static partial Regex Reason();
}
