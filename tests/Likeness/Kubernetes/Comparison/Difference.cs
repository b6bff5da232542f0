namespace Likeness.Kubernetes.Comparison;

/// <summary>A difference from a recording.</summary>
/// <param name="Place">Where: the step and the path in the answer.</param>
/// <param name="Recorded">What Kubernetes answered.</param>
/// <param name="Received">What the simulated cluster answered.</param>
internal sealed record Difference(string Place, string Recorded, string Received)
{
    /// <summary>The text for a value that is absent.</summary>
    public const string Absent = "(absent)";

    public override string ToString() => $"{Place}: {Recorded} expected, {Received} received";
}
