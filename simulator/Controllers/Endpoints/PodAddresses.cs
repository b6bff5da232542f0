using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>The addresses of pods by IP family, and which families a Service has.</summary>
internal static class PodAddresses
{
    private const string IPv4 = "IPv4";
    private const string IPv6 = "IPv6";

    /// <summary>Whether a pod is an endpoint: it has an address and has not finished.</summary>
    public static bool HasAddress(Pod pod) => !pod.IsFinished && GetAll(pod).Count > 0;

    /// <summary>The IP families of a Service, the main one first. They are the address types of its slices.</summary>
    public static IReadOnlyList<string> GetFamilies(Service service)
    {
        var spec = service.Source.Spec;
        if (spec.Array("ipFamilies") is { Count: > 0 } families)
        {
            return [.. families.Select(family => family!.GetValue<string>())];
        }

        return service.IsHeadless ? [IPv4, IPv6] : [GetFamily(spec.Text("clusterIP") ?? "") ?? IPv4];
    }

    /// <summary>The addresses of a pod of one family.</summary>
    public static IEnumerable<string> Get(Pod pod, string family) => GetAll(pod).Where(ip => GetFamily(ip) == family).Select(Normalize);

    /// <summary>The family of an address; null for text that is none.</summary>
    public static string? GetFamily(string ip) =>
        !IPAddress.TryParse(ip, out var address) ? null
        : address.AddressFamily == AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6 ? IPv6
        : IPv4;

    /// <summary>Writes an address in its usual form.</summary>
    public static string Normalize(string ip) => IPAddress.Parse(ip).ToString();

    /// <summary>The reference to a pod in endpoints.</summary>
    public static JsonObject CreateReference(Pod pod) =>
        new()
        {
            ["kind"] = "Pod",
            ["namespace"] = pod.Namespace,
            ["name"] = pod.Name,
            ["uid"] = pod.Uid,
        };

    /// <summary>A pod's own DNS name; null unless the Service is its subdomain.</summary>
    public static string? FindHostName(Service service, Pod pod) =>
        pod.Source.Spec.Text("subdomain") == service.Name && pod.Source.Spec.Text("hostname") is { Length: > 0 } hostname ? hostname : null;

    private static List<string> GetAll(Pod pod)
    {
        var addresses = pod.Source.Status.Objects("podIPs").Select(one => one.Text("ip")).OfType<string>().ToList();
        return addresses.Count > 0 ? addresses
            : pod.PodIP is { } single ? [single]
            : [];
    }
}
