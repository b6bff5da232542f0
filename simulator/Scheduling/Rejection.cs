namespace Infra.Simulator.Scheduling;

/// <summary>Why a node will not do.</summary>
/// <param name="Reasons">As <c>kubectl describe</c> shows them.</param>
/// <param name="IsFinal">Whether it would not do even if every other pod left it.</param>
internal sealed record Rejection(IReadOnlyList<string> Reasons, bool IsFinal)
{
    /// <summary>A rejection that no preemption can help.</summary>
    public static Rejection Final(string reason) => new([reason], true);

    /// <summary>A rejection that the departure of pods may lift.</summary>
    public static Rejection Passing(string reason) => new([reason], false);
}
