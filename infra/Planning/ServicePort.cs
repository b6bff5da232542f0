using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>A port that a container listens on.</summary>
/// <param name="Name">Its name; null for an unnamed port of a sidecar.</param>
/// <param name="Number">Its number.</param>
/// <param name="Protocol">Its protocol.</param>
internal sealed record ContainerPort(string? Name, int Number, Protocol Protocol)
{
    /// <summary>Number and transport, which identify a port in a pod.</summary>
    public (int Number, string Transport) Key => (Number, Protocol.Transport());
}

/// <summary>A port of a Service.</summary>
internal sealed record ServicePort
{
    public required string Name { get; init; }

    /// <summary>The number in the Service, which callers use.</summary>
    public required int Number { get; init; }

    public required Protocol Protocol { get; init; }

    /// <summary>The port on every node; null if the cluster chooses it, or there is none.</summary>
    public int? NodePort { get; init; }

    /// <summary>The container's port that requests are forwarded to, which network policies allow.</summary>
    public required ContainerPort Target { get; init; }

    /// <summary>The sidecar that listens on the port; null for the service's own container.</summary>
    public string? Sidecar { get; init; }
}
