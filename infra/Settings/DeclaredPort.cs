using System.Collections.Immutable;

namespace Infra.Backend.Settings;

/// <summary>A port in the settings of a service: one of its own container or of a sidecar.</summary>
/// <param name="Sidecar">The sidecar that listens on it; null for the service's own container.</param>
/// <param name="Keys">The path of its settings below the service's.</param>
/// <param name="Name">Its name; null for an unnamed port of a sidecar.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Protocol">Its protocol.</param>
internal sealed record DeclaredPort(string? Sidecar, ImmutableArray<string> Keys, string? Name, PortSettings Settings, Protocol Protocol)
{
    /// <summary>The port of the Service; null if the Service does not have it.</summary>
    public int? Service => Settings.Service ?? (Sidecar is null ? Settings.Container : null);

    /// <summary>All ports of a service's pods: its own first, then those of its sidecars.</summary>
    public static IEnumerable<DeclaredPort> InPod(ServiceSettings service)
    {
        var protocol = service.Traffic.Protocol ?? Protocol.Http;
        return OfContainer(null, [], service.Port, service.Ports, protocol)
            .Concat(
                service.Sidecars.SelectMany(sidecar =>
                    OfContainer(sidecar.Key, ["sidecars", sidecar.Key], sidecar.Value.Port, sidecar.Value.Ports, Protocol.Http)
                )
            );
    }

    /// <summary>The ports of an init container, which the Service never has.</summary>
    public static IEnumerable<DeclaredPort> InInitContainer(string name, ContainerSettings container) =>
        OfContainer(name, ["init", name], container.Port, container.Ports, Protocol.Http);

    /// <summary>The ports of the Service, in order.</summary>
    public static IEnumerable<DeclaredPort> InService(ServiceSettings service) => InPod(service).Where(port => port.Service is not null);

    /// <summary>The port that routes and <c>&lt;NAME&gt;_URL</c> lead to; null if the Service has no port.</summary>
    public static DeclaredPort? FindMain(ServiceSettings service) =>
        InService(service).FirstOrDefault(port => port.Name is not null && port.Name == service.Traffic.Port)
        ?? InService(service).FirstOrDefault();

    /// <summary>The port of the pod with a name; null if there is none.</summary>
    public static DeclaredPort? FindNamed(ServiceSettings service, string name) => InPod(service).FirstOrDefault(port => port.Name == name);

    private static IEnumerable<DeclaredPort> OfContainer(
        string? sidecar,
        ImmutableArray<string> path,
        PortSettings? single,
        IReadOnlyDictionary<string, PortSettings> several,
        Protocol protocol
    )
    {
        if (single is not null && several.Count == 0)
        {
            var own = single.Protocol ?? protocol;
            yield return new DeclaredPort(sidecar, path.Add("port"), single.Name ?? (sidecar is null ? own.Scheme() : null), single, own);
        }

        foreach (var (name, port) in several)
        {
            yield return new DeclaredPort(sidecar, path.AddRange("ports", name), name, port, port.Protocol ?? protocol);
        }
    }
}
