using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Serves the subresource <c>proxy</c> of nodes, pods and services.</summary>
internal sealed class ProxyEndpoints(ClusterApi api, IProxiedServers? servers)
{
    private const string Subresource = "proxy";

    /// <summary>Answers a request to the subresource; returns whether it was one.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context, RequestInfo info, CancellationToken cancellation)
    {
        if (
            info is not { Group: "", Version: "v1", Resource: "nodes" or "pods" or "services" }
            || info.Subresource.Split('/')[0] != Subresource
            || !api.Catalog.TryFind(info.Group, info.Version, info.Resource, out var kind)
        )
        {
            return false;
        }

        var (name, port) = ParseName(info);
        var target = api.Get(kind, info.Namespace, name);
        var (host, number) = info.Resource switch
        {
            "nodes" => (target, port.Length == 0 ? GetKubeletPort(target) : ParsePort(port, info)),
            "pods" => (target, port.Length == 0 ? GetFirstPort(target) : ParsePort(port, info)),
            _ => FindEndpoint(target, port),
        };
        var address = GetAddress(host) ?? throw StatusException.BadRequest("address not allowed");
        var path = info.Subresource.Length > Subresource.Length ? info.Subresource[Subresource.Length..] : "/";
        var failure = servers is null ? "connection refused" : await servers.HandleAsync(context, host, number, path, cancellation);
        return failure is null
            ? true
            : throw CreateUnavailable(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"error trying to reach service: dial tcp {address}:{number}: connect: {failure}"
                )
            );
    }

    private static StatusException CreateUnavailable(string message) =>
        new(StatusCodes.Status503ServiceUnavailable, StatusReason.ServiceUnavailable, message);

    /// <summary>Splits <c>[SCHEME:]NAME[:PORT]</c>.</summary>
    private static (string Name, string Port) ParseName(RequestInfo info) =>
        info.Name.Split(':') switch
        {
            [var name] => (name, ""),
            [var name, var port] => (name, port),
            ["" or "http" or "https", var name, var port] => (name, port),
            _ => throw InvalidName(info),
        };

    private static StatusException InvalidName(RequestInfo info) =>
        StatusException.BadRequest($"invalid {info.Resource.TrimEnd('s')} request \"{info.Name}\"");

    private static int ParsePort(string port, RequestInfo info) =>
        int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw InvalidName(info);

    private static int GetKubeletPort(KubeObject node) => (int)(node.Status.Number("daemonEndpoints", "kubeletEndpoint", "Port") ?? 0);

    private static int GetFirstPort(KubeObject pod) =>
        (int)(
            pod.Spec.Objects("containers")
                .SelectMany(container => container.Objects("ports"))
                .Select(port => port.Number("containerPort"))
                .FirstOrDefault()
            ?? 80
        );

    private static string? GetAddress(KubeObject host) =>
        host.Status.Text("podIP")
        ?? host.Status.Objects("addresses").FirstOrDefault(address => address.Text("type") == "InternalIP").Text("address");

    /// <summary>Finds a ready pod of a service, and its port.</summary>
    /// <param name="service">The service.</param>
    /// <param name="port">The name or number of the service's port; empty for the only one.</param>
    private (KubeObject Pod, int Port) FindEndpoint(KubeObject service, string port)
    {
        var ports = service.Spec.Objects("ports").ToList();
        var portName = port;
        if (port.Length == 0 && ports.Count == 1)
        {
            portName = ports[0].Text("name") ?? "";
        }
        else if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            var found = ports.Find(one => one.Number("port") == number)
                ?? throw CreateUnavailable($"no service port {number} found for service \"{service.Name}\"");
            portName = found.Text("name") ?? "";
        }

        var endpoints = api.Store.Find(GroupResource.Endpoints, service.Namespace, service.Name);
        List<JsonObject> subsets = [.. endpoints?.Body.Objects("subsets") ?? []];
        if (subsets.Count == 0)
        {
            throw CreateUnavailable($"no endpoints available for service \"{service.Name}\"");
        }

        foreach (var subset in subsets)
        {
            var found = subset.Objects("ports").FirstOrDefault(one => (one.Text("name") ?? "") == portName);
            var pods = subset
                .Objects("addresses")
                .Select(address => address.Text("targetRef", "name"))
                .OfType<string>()
                .Select(name => api.Store.Find(GroupResource.Pods, service.Namespace, name))
                .OfType<KubeObject>();
            if (found is not null && pods.FirstOrDefault() is { } pod)
            {
                return (pod, (int)(found.Number("port") ?? 0));
            }
        }

        throw CreateUnavailable($"no service port \"{portName}\" found for service \"{service.Name}\"");
    }
}
