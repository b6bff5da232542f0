using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>The address of a port of a Service in the same namespace.</summary>
/// <param name="Name">The Service's name.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Port">The port.</param>
internal sealed record ServiceAddress(string Name, string Namespace, ServicePort Port)
{
    /// <summary>The DNS name of the Service.</summary>
    public string Host => $"{Name}.{Namespace}.svc";

    public string Url => $"{Port.Protocol.Scheme()}://{Host}:{Port.Number}";
}

/// <summary>A service that another one calls.</summary>
/// <param name="Address">The address in <c>&lt;NAME&gt;_URL</c>.</param>
/// <param name="Ports">The ports that may be called, that of the address included.</param>
internal sealed record ServiceCall(ServiceAddress Address, ImmutableArray<ServicePort> Ports)
{
    public string Name => Address.Name;
}

/// <summary>A service that calls another one.</summary>
/// <param name="Name">The calling service.</param>
/// <param name="Ports">The ports of the called service that it may call.</param>
internal sealed record ServiceCaller(string Name, ImmutableArray<ServicePort> Ports);
