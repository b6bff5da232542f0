namespace Infra.Simulator.Hosting;

/// <summary>How to run a simulated cluster.</summary>
public sealed record SimulatedClusterOptions
{
    /// <summary>The cluster's name; also its name in the kubeconfig.</summary>
    public required string Name { get; init; }

    /// <summary>Where the cluster keeps its kubeconfig, its certificates and its state; made where it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>The port on the loopback interface; 0 for the one used last, or else any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The number of simulated nodes.</summary>
    public int Nodes { get; init; } = 3;

    /// <summary>The start of all arbitrary choices: the same seed gives the same run.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The cluster's clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
