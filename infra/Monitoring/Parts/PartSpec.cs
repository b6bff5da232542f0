using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>What all parts of the monitoring stack have in common, with what differs.</summary>
internal sealed record PartSpec
{
    public required string Name { get; init; }

    public required ImageReference Image { get; init; }

    public required ImmutableArray<string> Args { get; init; }

    public required SizeSettings Resources { get; init; }

    /// <summary>Where it answers, and where its own metrics are.</summary>
    public required int Port { get; init; }

    /// <summary>Ports beside the first, by name.</summary>
    public ImmutableArray<(string Name, int Port)> OtherPorts { get; init; } = [];

    /// <summary>The path that answers 200 when it can be used.</summary>
    public required string ReadyPath { get; init; }

    /// <summary>The path that answers 200 while it need not be restarted.</summary>
    public required string AlivePath { get; init; }

    /// <summary>The port of those paths, if it is another.</summary>
    public int? ProbePort { get; init; }

    public bool IsProbedByTls { get; init; }

    /// <summary>How long it may take to start; Prometheus replays its journal first.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(30);

    public int Replicas { get; init; } = 1;

    /// <summary>Whether it asks the Kubernetes API, so that it gets a token.</summary>
    public bool UsesKubernetes { get; init; }

    /// <summary>The parts that may talk to it; Prometheus always may.</summary>
    public ImmutableArray<string> Callers { get; init; } = [];

    /// <summary>The parts it talks to, and at which ports.</summary>
    public ImmutableArray<(string Part, int Port)> Callees { get; init; } = [];

    /// <summary>Ports it reaches at any address: Kubernetes' API and nodes have addresses that no selector names.</summary>
    public ImmutableArray<int> PortsAnywhere { get; init; } = [];

    /// <summary>Whether it reaches any port at any address.</summary>
    public bool ReachesEverything { get; init; }

    /// <summary>Changes with its configuration, where it has to be restarted for that.</summary>
    public string? Checksum { get; init; }

    public ImmutableArray<VolumeArgs> Volumes { get; init; } = [];

    public ImmutableArray<VolumeMountArgs> Mounts { get; init; } = [];

    public ImmutableArray<EnvVarArgs> Environment { get; init; } = [];

    public ImmutableArray<ContainerArgs> InitContainers { get; init; } = [];

    /// <summary>Exceptions from the restricted security context; null for none.</summary>
    public NodeAccess? NodeAccess { get; init; }
}

/// <summary>What a part may do that the Pod Security Standard "restricted" forbids.</summary>
/// <param name="User">The user it runs as.</param>
/// <param name="Capabilities">Capabilities it keeps.</param>
/// <param name="SharesNetwork">It sees the node's network interfaces.</param>
/// <param name="SharesProcesses">It sees the node's processes.</param>
internal sealed record NodeAccess(int User, ImmutableArray<string> Capabilities, bool SharesNetwork, bool SharesProcesses);
