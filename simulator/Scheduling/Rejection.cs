namespace Infra.Simulator.Scheduling;

/// <summary>The reasons a node is infeasible.</summary>
/// <param name="Reasons">In the form of <c>kubectl describe</c>.</param>
/// <param name="IsFinal">Whether preemption cannot make the node feasible.</param>
internal sealed record Rejection(IReadOnlyList<string> Reasons, bool IsFinal)
{
    /// <summary>Creates a rejection that preemption cannot resolve.</summary>
    public static Rejection Final(string reason) => new([reason], true);

    /// <summary>Creates a rejection that preemption may resolve.</summary>
    public static Rejection Passing(string reason) => new([reason], false);
}
