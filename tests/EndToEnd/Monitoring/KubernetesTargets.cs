using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Monitoring;

/// <summary>
/// Finds the targets that Prometheus' Kubernetes service discovery would find, with the labels documented for kubernetes_sd_config, for
/// builds of Prometheus without it.
/// </summary>
internal sealed class KubernetesTargets(ClusterAccess cluster)
{
    private const string Meta = "__meta_kubernetes_";

    /// <summary>The targets of a discovery role, in the format of Prometheus' HTTP service discovery.</summary>
    public async Task<JsonArray> FindAsync(string role, string? inNamespace, string? labels)
    {
        var targets = role switch
        {
            "pod" => (await cluster.ListAsync($"/api/v1/namespaces/{inNamespace}/pods", labels)).SelectMany(OfPod),
            "node" => (await cluster.ListAsync("/api/v1/nodes")).Select(OfNode),
            "endpointslice" => (await cluster.ListAsync($"/apis/discovery.k8s.io/v1/namespaces/{inNamespace}/endpointslices")).SelectMany(
                OfEndpointSlice
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, "No rule uses this role."),
        };
        return
        [
            .. targets.Select(target => new JsonObject
            {
                ["targets"] = new JsonArray(target["__address__"]),
                ["labels"] = new JsonObject(
                    target
                        .Where(label => label.Key != "__address__")
                        .Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))
                ),
            }),
        ];
    }

    /// <summary>One target per container port, one for a container without ports, and none for a pod without an IP address.</summary>
    private static IEnumerable<Dictionary<string, string>> OfPod(JsonNode pod)
    {
        if (Text(pod["status"]?["podIP"]) is not { Length: > 0 } ip)
        {
            yield break;
        }

        foreach (var (container, isInit) in Containers(pod, "initContainers", true).Concat(Containers(pod, "containers", false)))
        {
            foreach (var port in container["ports"] is JsonArray { Count: > 0 } ports ? ports.ToArray() : [null])
            {
                var labels = ObjectLabels("pod", pod);
                labels["__address__"] = port is null ? ip : $"{ip}:{port["containerPort"]}";
                labels[$"{Meta}namespace"] = Text(pod["metadata"]!["namespace"]);
                labels[$"{Meta}pod_ip"] = ip;
                labels[$"{Meta}pod_phase"] = Text(pod["status"]!["phase"]);
                labels[$"{Meta}pod_node_name"] = Text(pod["spec"]!["nodeName"]);
                labels[$"{Meta}pod_host_ip"] = Text(pod["status"]!["hostIP"]);
                labels[$"{Meta}pod_container_name"] = Text(container["name"]);
                labels[$"{Meta}pod_container_image"] = Text(container["image"]);
                labels[$"{Meta}pod_container_init"] = isInit ? "true" : "false";
                if (port is not null)
                {
                    labels[$"{Meta}pod_container_port_name"] = Text(port["name"]);
                    labels[$"{Meta}pod_container_port_number"] = Text(port["containerPort"]);
                    labels[$"{Meta}pod_container_port_protocol"] = Text(port["protocol"]);
                }

                yield return labels;
            }
        }
    }

    /// <summary>A node's kubelet.</summary>
    private static Dictionary<string, string> OfNode(JsonNode node)
    {
        var address = node["status"]!["addresses"]!.AsArray().First(address => Text(address!["type"]) == "InternalIP");
        var labels = ObjectLabels("node", node);
        labels["__address__"] = $"{address!["address"]}:{node["status"]!["daemonEndpoints"]!["kubeletEndpoint"]!["Port"]}";
        labels["instance"] = Text(node["metadata"]!["name"]);
        return labels;
    }

    private static IEnumerable<Dictionary<string, string>> OfEndpointSlice(JsonNode slice) =>
        from endpoint in slice["endpoints"]!.AsArray()
        from address in endpoint!["addresses"]!.AsArray()
        from port in slice["ports"]!.AsArray()
        select new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["__address__"] = $"{address}:{port["port"]}",
            [$"{Meta}namespace"] = Text(slice["metadata"]!["namespace"]),
            [$"{Meta}endpointslice_name"] = Text(slice["metadata"]!["name"]),
            [$"{Meta}endpointslice_port_name"] = Text(port["name"]),
            [$"{Meta}service_name"] = Text(slice["metadata"]!["labels"]?["kubernetes.io/service-name"]),
        };

    private static Dictionary<string, string> ObjectLabels(string role, JsonNode item)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal) { [$"{Meta}{role}_name"] = Text(item["metadata"]!["name"]) };
        foreach (var (name, value) in item["metadata"]!["labels"]?.AsObject() ?? [])
        {
            labels[$"{Meta}{role}_label_{Sanitized(name)}"] = Text(value);
        }

        return labels;
    }

    private static IEnumerable<(JsonNode Container, bool IsInit)> Containers(JsonNode pod, string field, bool isInit) =>
        (pod["spec"]![field]?.AsArray() ?? []).Select(container => (container!, isInit));

    /// <summary>Replaces characters that are invalid in a label name by underscores.</summary>
    private static string Sanitized(string name)
    {
        var text = new StringBuilder(name);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = char.IsAsciiLetterOrDigit(text[i]) ? text[i] : '_';
        }

        return text.ToString();
    }

    private static string Text(JsonNode? node) =>
        node is JsonValue value ? Convert.ToString(value.GetValue<object>(), CultureInfo.InvariantCulture)! : "";
}
