namespace Infra.Simulator.Scheduling;

/// <summary>The reasons a node is infeasible.</summary>
/// <param name="Reasons">In the form of <c>kubectl describe</c>.</param>
/// <param name="IsUnresolvable">Whether preemption cannot make the node feasible.</param>
internal sealed record Rejection(IReadOnlyList<string> Reasons, bool IsUnresolvable)
{
    /// <summary>Creates a rejection that preemption cannot resolve.</summary>
    public static Rejection Unresolvable(string reason) => new([reason], true);

    /// <summary>Creates a rejection that preemption may resolve.</summary>
    public static Rejection Resolvable(string reason) => new([reason], false);
}
