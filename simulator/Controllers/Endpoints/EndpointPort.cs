using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>A port of an endpoint.</summary>
internal sealed record EndpointPort(string Name, string Protocol, long Port, string? AppProtocol)
{
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
