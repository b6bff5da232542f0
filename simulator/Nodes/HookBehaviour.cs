namespace Infra.Simulator.Nodes;

/// <summary>How the hooks of a container's lifecycle end.</summary>
/// <param name="Time">How long a hook takes that is not a sleep.</param>
/// <param name="Failures">Whether it fails in the first run of the container, after the first restart and so on; the last one also in all
/// later runs. Empty for a hook that never fails.</param>
internal sealed record HookBehaviour(TimeSpan Time, IReadOnlyList<bool> Failures)
{
    /// <summary>Hooks that succeed at once.</summary>
    public static HookBehaviour Succeeds { get; } = new(TimeSpan.Zero, []);

    /// <summary>Whether the hook fails in a run.</summary>
    /// <param name="restarts">The number of restarts before it.</param>
    public bool FailsAfter(int restarts) => Failures.Count > 0 && Failures[Math.Min(restarts, Failures.Count - 1)];
}
