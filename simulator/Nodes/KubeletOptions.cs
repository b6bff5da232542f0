using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Nodes;

/// <summary>The timing and behaviour of simulated nodes.</summary>
public sealed record KubeletOptions
{
    /// <summary>The time to pull an image that a node does not have; null if every node has every image.</summary>
    public TimeSpan? PullTime { get; init; }

    /// <summary>From the binding of a pod to the start of its first container.</summary>
    public TimeSpan StartLatency { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>The maximum random delay added to <see cref="StartLatency"/>, so that pods do not all start at the same instant.</summary>
    public TimeSpan StartJitter { get; init; } = TimeSpan.FromMilliseconds(30);

    /// <summary>From the start of a container to its first successful probe, in addition to the probe's initial delay.</summary>
    public TimeSpan ReadyLatency { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>The run time of an init container.</summary>
    public TimeSpan InitTime { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The run time of a container in a pod that runs to completion.</summary>
    public TimeSpan RunTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>From the deletion of a pod to its end.</summary>
    public TimeSpan StopLatency { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Changes the behaviour of a pod's containers, given the usual one.</summary>
    internal Func<Pod, ContainerBehaviour, ContainerBehaviour>? Behaviour { get; init; }

    /// <summary>Changes the behaviour of a container by the faults in force.</summary>
    internal Func<Pod, JsonObject, ContainerBehaviour, ContainerBehaviour>? Fault { get; init; }

    /// <summary>Whether each renewal of a node's lease is written.</summary>
    public bool WritesLeaseRenewals { get; init; }

    /// <summary>Whether a pod reports <c>ContainerCreating</c> before its containers run.</summary>
    public bool ReportsContainerCreating { get; init; } = true;
}
