namespace Infra.Simulator.Nodes;

/// <summary>The end of a container that is being stopped: its hook, then SIGTERM, then SIGKILL at the end of the grace period.</summary>
/// <param name="At">When it ends.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="HookFailsAt">When its hook fails; null if it does not.</param>
internal readonly record struct ContainerStop(DateTimeOffset At, int ExitCode, DateTimeOffset? HookFailsAt)
{
    /// <summary>The exit code of a container that SIGKILL has ended.</summary>
    public const int Killed = 137;

    /// <summary>The exit code of a container whose node has stopped.</summary>
    public const int Lost = 255;

    // Kubelet gives every container this time between SIGTERM and SIGKILL.
    private static readonly TimeSpan _minimumGrace = TimeSpan.FromSeconds(2);

    /// <summary>Plans the end of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="now">The beginning of the grace period.</param>
    /// <param name="grace">The grace period.</param>
    /// <param name="turn">The earliest time of SIGTERM, after the containers that stop before it.</param>
    public static ContainerStop Plan(ContainerRun container, DateTimeOffset now, TimeSpan grace, DateTimeOffset turn)
    {
        var behaviour = container.Behaviour;
        var end = now + grace;
        var hook = grace > TimeSpan.Zero ? LifecycleHook.BeginPreStop(container, now) : null;
        var signal = Latest(turn > end ? end : turn, hook?.EndsAt > end ? end : hook?.EndsAt ?? now);
        var left = end - signal;
        left = left > _minimumGrace ? left : _minimumGrace;
        var isKilled = behaviour.StopTime > left;
        var at = signal + (isKilled ? left : behaviour.StopTime);
        // A hook that exceeds the grace period fails when its container ends.
        DateTimeOffset? hookFailure =
            hook is null or { IsSleep: true } ? null
            : hook.EndsAt > end ? at
            : hook.Fails ? hook.EndsAt
            : null;
        return new ContainerStop(at, isKilled ? Killed : behaviour.StopExitCode, hookFailure);
    }

    private static DateTimeOffset Latest(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
