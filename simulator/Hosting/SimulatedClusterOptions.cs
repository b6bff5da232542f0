using Infra.Simulator.Api.Http;

namespace Infra.Simulator.Hosting;

/// <summary>Options of a simulated cluster.</summary>
public sealed record SimulatedClusterOptions
{
    /// <summary>The cluster's name, also in the kubeconfig.</summary>
    public required string Name { get; init; }

    /// <summary>The directory of the kubeconfig, the certificates and the state; created if it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>The port on the loopback interface; 0 for the last one used, or any free one.</summary>
    public int Port { get; init; }

    /// <summary>The number of simulated nodes.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>The seed of all random choices: the same seed gives the same run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The cluster's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The certificates of the directory, which the host loads before it creates the components; null before.</summary>
    internal ServerCertificates? Certificates { get; init; }

    /// <summary>Counts the failures of the components, for <c>/metrics</c>.</summary>
    internal FailureMetrics Failures { get; } = new();
}
