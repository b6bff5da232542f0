using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;

namespace Infra.Engine.Docker.Containers;

/// <summary>Connects a container that has not started with the networks of <c>networksAdvanced</c> instead of the default one.</summary>
internal static class NetworkAttachments
{
    private static readonly string[] Defaults = ["bridge", "podman"];

    /// <summary>Puts the first network into the request that creates the container, unless the program sets <c>networkMode</c>.</summary>
    public static async Task PrepareAsync(JsonObject body, JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        if (inputs.NonEmpty("networkMode") is not null || inputs.Objects("networksAdvanced").FirstOrDefault() is not { } first)
        {
            return;
        }

        var name = await ResolveAsync(first, context, cancellationToken);
        body.Map("HostConfig")!["NetworkMode"] = name;
        body["NetworkingConfig"] = new JsonObject { ["EndpointsConfig"] = new JsonObject { [name] = Endpoint(first) } };
    }

    /// <summary>Connects the container with the networks that it lacks.</summary>
    public static async Task ConnectAsync(string id, JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var networks = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var network in inputs.Objects("networksAdvanced"))
        {
            networks[await ResolveAsync(network, context, cancellationToken)] = network;
        }

        if (networks.Count == 0)
        {
            return;
        }

        var container = await context.Engine.GetAsync($"/containers/{EngineRequest.Escape(id)}/json", cancellationToken);
        var connected = container.Map("NetworkSettings")?.Map("Networks") ?? [];
        foreach (var name in Defaults.Where(name => connected.ContainsKey(name) && !networks.ContainsKey(name)))
        {
            await context.Engine.PostAsync(
                $"/networks/{name}/disconnect",
                new JsonObject { ["Container"] = id, ["Force"] = false },
                cancellationToken
            );
        }

        foreach (var (name, network) in networks.Where(network => !connected.ContainsKey(network.Key)))
        {
            await context.Engine.PostAsync(
                $"/networks/{EngineRequest.Escape(name)}/connect",
                new JsonObject { ["Container"] = id, ["EndpointConfig"] = Endpoint(network) },
                cancellationToken
            );
        }
    }

    // A container lists its networks by name, and the program may have an id.
    private static async Task<string> ResolveAsync(JsonObject network, ResourceContext context, CancellationToken cancellationToken) =>
        (await context.Engine.GetAsync($"/networks/{EngineRequest.Escape(network.Text("name") ?? "")}", cancellationToken)).NonEmpty("Name")
        ?? network.Text("name")!;

    private static JsonObject Endpoint(JsonObject network)
    {
        var endpoint = new JsonObject();
        var addresses = new JsonObject();
        addresses.SetUnlessEmpty("IPv4Address", network.Text("ipv4Address"));
        addresses.SetUnlessEmpty("IPv6Address", network.Text("ipv6Address"));
        addresses.SetUnlessEmpty("LinkLocalIPs", network["linkLocalIps"]);
        endpoint.SetUnlessEmpty("IPAMConfig", addresses);
        endpoint.SetUnlessEmpty("Aliases", network["aliases"]);
        endpoint.SetUnlessEmpty("MacAddress", network.Text("macAddress"));
        endpoint.SetUnlessEmpty(
            "DriverOpts",
            network
                .Texts("driverOpts")
                .Select(option => option.Split('=', 2))
                .Where(parts => parts.Length == 2)
                .Select(parts => KeyValuePair.Create(parts[0], parts[1]))
                .ToMap()
        );
        if (network.Integer("gwPriority") is { } priority and not 0)
        {
            endpoint["GwPriority"] = priority;
        }

        return endpoint;
    }
}
