using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>The end of a container that is being stopped: its hook, then SIGTERM, then SIGKILL at the end of the grace period.</summary>
/// <param name="At">When it ends.</param>
/// <param name="ExitCode">Its exit code.</param>
internal readonly record struct ContainerStop(DateTimeOffset At, int ExitCode)
{
    /// <summary>The exit code of a container that SIGKILL has ended.</summary>
    public const int Killed = 137;

    /// <summary>The exit code of a container whose node has stopped.</summary>
    public const int Lost = 255;

    // Kubelet gives every container this time between SIGTERM and SIGKILL.
    private static readonly TimeSpan _minimumGrace = TimeSpan.FromSeconds(2);

    /// <summary>Plans the end of a container.</summary>
    /// <param name="container">The container's entry in the pod's spec.</param>
    /// <param name="behaviour">Its behaviour.</param>
    /// <param name="now">The beginning of the grace period.</param>
    /// <param name="grace">The grace period.</param>
    /// <param name="turn">The earliest time of SIGTERM, after the containers that stop before it.</param>
    public static ContainerStop Plan(
        JsonObject container,
        ContainerBehaviour behaviour,
        DateTimeOffset now,
        TimeSpan grace,
        DateTimeOffset turn
    )
    {
        var hook = now + Min(GetHookTime(container, behaviour), grace);
        var signal = turn > now + grace ? now + grace : turn;
        signal = signal > hook ? signal : hook;
        var left = now + grace - signal;
        left = left > _minimumGrace ? left : _minimumGrace;
        return behaviour.StopTime > left
            ? new ContainerStop(signal + left, Killed)
            : new ContainerStop(signal + behaviour.StopTime, behaviour.StopExitCode);
    }

    private static TimeSpan GetHookTime(JsonObject container, ContainerBehaviour behaviour) =>
        container.Map("lifecycle", "preStop") is not { } hook ? TimeSpan.Zero
        : hook.Number("sleep", "seconds") is { } seconds ? LongSeconds.ToTimeSpan(seconds)
        : behaviour.PreStopTime;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
