using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>A Service, as controllers see it.</summary>
internal sealed class Service(KubeObject source) : ObjectView(source)
{
    /// <summary>The pods behind it; null where it selects none by itself.</summary>
    public LabelSelector? Selector { get; } =
        source.Spec.Text("type") != "ExternalName" && source.Spec.TextMap("selector") is { Count: > 0 } labels ? LabelSelector.FromMap(labels) : null;

    /// <summary>Whether it has no address of its own.</summary>
    public bool IsHeadless { get; } = source.Spec.Text("clusterIP") == "None";

    /// <summary>Whether pods that are not ready count as ready.</summary>
    public bool PublishesNotReady { get; } = source.Spec.Flag("publishNotReadyAddresses");

    /// <summary><c>spec.type</c>.</summary>
    public string Type { get; } = source.Spec.Text("type") ?? "ClusterIP";

    /// <summary>Its ports as a pod serves them. A port whose name the pod does not know is left out.</summary>
    public IReadOnlyList<EndpointPort> PortsOn(Pod pod)
    {
        var ports = new List<EndpointPort>();
        foreach (var port in Source.Spec.Objects("ports"))
        {
            var protocol = port.Text("protocol") ?? "TCP";
            var number = port.Text("targetPort") is { } name ? ContainerPort(pod, name, protocol) : port.Number("targetPort") is { } target and > 0 ? target : port.Number("port");
            if (number is { } found)
                ports.Add(new EndpointPort(port.Text("name") ?? "", protocol, found, port.Text("appProtocol")));
        }

        return ports;
    }

    private static long? ContainerPort(Pod pod, string name, string protocol) => pod.Containers
        .Concat(pod.Source.Spec.Objects("initContainers").Where(c => c.Text("restartPolicy") == "Always"))
        .SelectMany(c => c.Objects("ports"))
        .FirstOrDefault(p => p.Text("name") == name && (p.Text("protocol") ?? "TCP") == protocol)
        .Number("containerPort");
}

/// <summary>A port at which endpoints serve.</summary>
internal sealed record EndpointPort(string Name, string Protocol, long Port, string? AppProtocol)
{
    /// <summary>The port as an EndpointSlice writes it.</summary>
    public JsonObject ToSliceJson()
    {
        var json = new JsonObject { ["name"] = Name, ["protocol"] = Protocol, ["port"] = Port };
        if (AppProtocol is not null)
            json["appProtocol"] = AppProtocol;
        return json;
    }

    /// <summary>The port as Endpoints write it.</summary>
    public JsonObject ToSubsetJson()
    {
        var json = new JsonObject();
        if (Name.Length > 0)
            json["name"] = Name;
        json["port"] = Port;
        json["protocol"] = Protocol;
        if (AppProtocol is not null)
            json["appProtocol"] = AppProtocol;
        return json;
    }
}
