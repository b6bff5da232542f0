using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Hashing;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>A port of an endpoint.</summary>
internal sealed record EndpointPort(string Name, string Protocol, long Port, string? AppProtocol)
{
    private string NilOrAppProtocol => AppProtocol ?? "<nil>";

    /// <summary>Reads a port of an EndpointSlice or of Endpoints.</summary>
    public static EndpointPort FromJson(JsonObject json) =>
        new(json.Text("name") ?? "", json.Text("protocol") ?? "TCP", json.Number("port") ?? 0, json.Text("appProtocol"));

    /// <summary>Orders the ports of an EndpointSlice as Kubernetes does: by the hash of their Go structures.</summary>
    public static IReadOnlyList<EndpointPort> OrderForSlice(IEnumerable<EndpointPort> ports) =>
        [
            .. ports.OrderBy(port =>
                Fnv.Hash128A(
                    $"(v1.EndpointPort){{Name:(*string){port.Name} Protocol:(*v1.Protocol){port.Protocol} "
                        + $"Port:(*int32){port.Port} AppProtocol:(*string){port.NilOrAppProtocol}}}"
                )
            ),
        ];

    /// <summary>Orders the ports of a subset of Endpoints as Kubernetes does: by the hash of their Go structures.</summary>
    public static IReadOnlyList<EndpointPort> OrderForSubset(IEnumerable<EndpointPort> ports) =>
        [
            .. ports.OrderBy(port =>
                Fnv.Hash128A(
                    $"(v1.EndpointPort){{Name:(string){port.Name} Port:(int32){port.Port} "
                        + $"Protocol:(v1.Protocol){port.Protocol} AppProtocol:(*string){port.NilOrAppProtocol}}}"
                )
            ),
        ];

    /// <summary>Identifies an ordered list of ports.</summary>
    public static string GetKey(IEnumerable<EndpointPort> ordered) => string.Join('|', ordered);

    /// <summary>The port in the form of an EndpointSlice.</summary>
    public JsonObject ToSliceJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["protocol"] = Protocol,
            ["port"] = Port,
        };
        if (AppProtocol is not null)
        {
            json["appProtocol"] = AppProtocol;
        }

        return json;
    }

    /// <summary>The port in the form of Endpoints.</summary>
    public JsonObject ToSubsetJson()
    {
        var json = new JsonObject();
        if (Name.Length > 0)
        {
            json["name"] = Name;
        }

        json["port"] = Port;
        json["protocol"] = Protocol;
        if (AppProtocol is not null)
        {
            json["appProtocol"] = AppProtocol;
        }

        return json;
    }
}
