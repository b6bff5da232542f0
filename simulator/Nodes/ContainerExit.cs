namespace Infra.Simulator.Nodes;

/// <summary>The exit of a container by itself.</summary>
/// <param name="At">When it exits.</param>
/// <param name="Code">The exit code.</param>
/// <param name="IsOutOfMemory">Whether the kernel ends it, since it exceeds its memory limit.</param>
internal readonly record struct ContainerExit(DateTimeOffset At, int Code, bool IsOutOfMemory)
{
    /// <summary>Plans the exit of a container; null if it runs on.</summary>
    public static ContainerExit? Plan(ContainerBehaviour behaviour, DateTimeOffset startedAt, int restarts) =>
        behaviour.TimeToOutOfMemory is { } memory && (behaviour.RunTime is null || memory < behaviour.RunTime)
            ? new ContainerExit(startedAt + memory, ContainerStop.Killed, IsOutOfMemory: true)
        : behaviour.RunTime is { } time ? new ContainerExit(startedAt + time, behaviour.GetExitCode(restarts), IsOutOfMemory: false)
        : null;
}
