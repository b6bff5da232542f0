using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>The specification of a part of the monitoring.</summary>
internal sealed record PartSpec
{
    public required string Name { get; init; }

    public required ImageReference Image { get; init; }

    public required ImmutableArray<string> Args { get; init; }

    public required SizeSettings Resources { get; init; }

    /// <summary>The port that it serves, metrics included.</summary>
    public required int Port { get; init; }

    /// <summary>Further ports by name.</summary>
    public ImmutableArray<(string Name, int Port)> OtherPorts { get; init; } = [];

    /// <summary>The path of the startup and readiness probes.</summary>
    public required string ReadinessPath { get; init; }

    /// <summary>The path of the liveness probe.</summary>
    public required string LivenessPath { get; init; }

    /// <summary>The port of the probes where it differs from <see cref="Port"/>.</summary>
    public int? ProbePort { get; init; }

    public bool IsProbedByTls { get; init; }

    /// <summary>The limit of the startup probe. Prometheus replays its write-ahead log first.</summary>
    public TimeSpan StartWithin { get; init; } = TimeSpan.FromMinutes(2);

    public TimeSpan FinishWithin { get; init; } = TimeSpan.FromSeconds(30);

    public int Replicas { get; init; } = 1;

    /// <summary>Whether it calls the Kubernetes API and so needs a token.</summary>
    public bool UsesKubernetes { get; init; }

    /// <summary>The parts that may connect to it besides Prometheus.</summary>
    public ImmutableArray<string> Callers { get; init; } = [];

    /// <summary>The pods of other namespaces that may connect to it.</summary>
    public ImmutableArray<PodPeer> Clients { get; init; } = [];

    /// <summary>The parts and ports that it connects to.</summary>
    public ImmutableArray<(string Part, int Port)> Callees { get; init; } = [];

    /// <summary>Ports that it may connect to at any address: no selector matches the Kubernetes API or nodes.</summary>
    public ImmutableArray<int> PortsAnywhere { get; init; } = [];

    /// <summary>Whether it may connect to any port at any address.</summary>
    public bool ReachesEverything { get; init; }

    /// <summary>
    /// A checksum of the configuration, whose change restarts the pods; null where the program reloads its configuration itself.
    /// </summary>
    public string? Checksum { get; init; }

    public ImmutableArray<VolumeArgs> Volumes { get; init; } = [];

    public ImmutableArray<VolumeMountArgs> Mounts { get; init; } = [];

    public ImmutableArray<EnvVarArgs> Environment { get; init; } = [];

    public ImmutableArray<ContainerArgs> InitContainers { get; init; } = [];

    /// <summary>Exceptions from the restricted security context; null for none. Agents only.</summary>
    public NodeAccess? NodeAccess { get; init; }
}

/// <summary>Permissions that the Pod Security Standard "restricted" forbids.</summary>
/// <param name="User">The user ID of the process.</param>
/// <param name="Capabilities">The Linux capabilities that it keeps.</param>
/// <param name="SharesNetwork">Whether it uses the network namespace of the node.</param>
/// <param name="SharesProcesses">Whether it uses the process namespace of the node.</param>
internal sealed record NodeAccess(int User, ImmutableArray<string> Capabilities, bool SharesNetwork, bool SharesProcesses);
