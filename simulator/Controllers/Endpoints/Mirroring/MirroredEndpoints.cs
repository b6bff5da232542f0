using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Endpoints.Slices;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints.Mirroring;

/// <summary>The endpoints of one slice.</summary>
/// <param name="Key">Identifies the address type and the ports.</param>
/// <param name="AddressType">The address type.</param>
/// <param name="Ports">The ports.</param>
/// <param name="Endpoints">The endpoints by <see cref="SlicePacking.GetKey"/>.</param>
internal sealed record MirroredGroup(
    string Key,
    string AddressType,
    IReadOnlyList<EndpointPort> Ports,
    Dictionary<string, JsonObject> Endpoints
);

/// <summary>Endpoints in the form of EndpointSlices.</summary>
internal sealed class MirroredEndpoints
{
    /// <summary>The maximum number of addresses of a subset that are copied.</summary>
    public const int MaxAddresses = 1000;

    private static readonly HashSet<string> NotCopied = [TriggerTimes.Annotation, "kubectl.kubernetes.io/last-applied-configuration"];

    /// <summary>Converts Endpoints.</summary>
    public MirroredEndpoints(PlainObject endpoints)
    {
        Endpoints = endpoints;
        foreach (var (key, value) in endpoints.Annotations.Where(annotation => !NotCopied.Contains(annotation.Key)))
        {
            Annotations[key] = value;
        }

        foreach (var subset in EndpointSubsets.Pack(endpoints.Source.Body.Objects("subsets").SelectMany(Expand)).OfType<JsonObject>())
        {
            Add(subset);
        }
    }

    /// <summary>The Endpoints.</summary>
    public PlainObject Endpoints { get; }

    /// <summary>The endpoints by slice.</summary>
    public Dictionary<string, MirroredGroup> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>The annotations of the slices.</summary>
    public JsonObject Annotations { get; } = [];

    /// <summary>The number of addresses that are none.</summary>
    public int Invalid { get; private set; }

    /// <summary>The number of addresses that are not copied.</summary>
    public int Skipped { get; private set; }

    /// <summary>The key of a slice.</summary>
    public static string GetKey(PlainObject slice) =>
        GetKey(
            slice.Source.Body.Text("addressType") ?? "",
            EndpointPort.OrderForSlice(slice.Source.Body.Objects("ports").Select(EndpointPort.FromJson))
        );

    /// <summary>Creates the labels of the slices: those of the Endpoints, the Service and the controller.</summary>
    public JsonObject CreateLabels(string manager)
    {
        var labels = new JsonObject();
        foreach (var (key, value) in Endpoints.Labels)
        {
            labels[key] = value;
        }

        labels[SliceLabels.ServiceName] = Endpoints.Name;
        labels[SliceLabels.ManagedBy] = manager;
        return labels;
    }

    /// <summary>Whether a slice has these endpoints, labels and annotations.</summary>
    public bool IsCurrent(PlainObject slice, MirroredGroup group, JsonObject labels)
    {
        var existing = slice.Source.Body.Objects("endpoints").ToDictionary(SlicePacking.GetKey, StringComparer.Ordinal);
        return existing.Count == group.Endpoints.Count
            && group.Endpoints.All(one =>
                existing.TryGetValue(one.Key, out var known)
                && Equal(known, one.Value, "nodeName")
                && Equal(known, one.Value, "conditions")
                && Equal(known, one.Value, "targetRef")
            )
            && JsonNode.DeepEquals(slice.Source.Metadata.Map("labels"), labels)
            && JsonNode.DeepEquals(slice.Source.Metadata.Map("annotations") ?? [], Annotations);
    }

    private static bool Equal(JsonObject a, JsonObject b, string key) => JsonNode.DeepEquals(a[key], b[key]);

    private static string GetKey(string addressType, IEnumerable<EndpointPort> ports) => $"{addressType} {EndpointPort.GetKey(ports)}";

    private static IEnumerable<EndpointEntry> Expand(JsonObject subset)
    {
        var ports = subset.Objects("ports").Select(EndpointPort.FromJson).Cast<EndpointPort?>().DefaultIfEmpty(null).ToList();
        return ports.SelectMany(port =>
            subset
                .Objects("addresses")
                .Select(address => new EndpointEntry(address, port, true))
                .Concat(subset.Objects("notReadyAddresses").Select(address => new EndpointEntry(address, port, false)))
        );
    }

    private void Add(JsonObject subset)
    {
        var ports = EndpointPort.OrderForSlice(subset.Objects("ports").Select(EndpointPort.FromJson));
        var (all, added) = (0, 0);
        foreach (var field in (ReadOnlySpan<string>)["addresses", "notReadyAddresses"])
        {
            foreach (var address in subset.Objects(field))
            {
                all++;
                if (added >= MaxAddresses)
                {
                    continue;
                }

                var ip = address.Text("ip") ?? "";
                if (PodAddresses.GetFamily(ip) is not { } family)
                {
                    Invalid++;
                    continue;
                }

                added++;
                var endpoint = Convert(address, PodAddresses.Normalize(ip), field == "addresses");
                GetOrAdd(family, ports).Endpoints[SlicePacking.GetKey(endpoint)] = endpoint;
            }
        }

        Skipped += all - added;
    }

    private MirroredGroup GetOrAdd(string family, IReadOnlyList<EndpointPort> ports)
    {
        var key = GetKey(family, ports);
        if (!Groups.TryGetValue(key, out var group))
        {
            Groups[key] = group = new MirroredGroup(key, family, ports, new Dictionary<string, JsonObject>(StringComparer.Ordinal));
        }

        return group;
    }

    private static JsonObject Convert(JsonObject address, string ip, bool isReady)
    {
        var endpoint = new JsonObject
        {
            ["addresses"] = new JsonArray(ip),
            ["conditions"] = new JsonObject { ["ready"] = isReady },
        };
        foreach (var key in (ReadOnlySpan<string>)["hostname", "targetRef", "nodeName"])
        {
            if (address[key] is { } value)
            {
                endpoint[key] = value.DeepClone();
            }
        }

        return endpoint;
    }
}
