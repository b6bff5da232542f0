namespace Infra.Simulator.Nodes;

/// <summary>How long things take on a simulated node.</summary>
public sealed record KubeletOptions
{
    /// <summary>From the binding of a pod to the start of its first container.</summary>
    public TimeSpan StartLatency { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The most that is added to <see cref="StartLatency"/>, by chance: no two pods start at the very same instant.</summary>
    public TimeSpan StartJitter { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>From the start of a container to its first successful probe, beside the delays its probes ask for.</summary>
    public TimeSpan ReadyLatency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How long an init container runs.</summary>
    public TimeSpan InitTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a container of a pod runs that is meant to end, such as a Job's.</summary>
    public TimeSpan RunTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From the deletion of a pod to its end.</summary>
    public TimeSpan StopLatency { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Whether a pod shows that its containers are being created before they run.</summary>
    public bool AnnouncesCreation { get; init; } = true;
}
