using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Metrics;

/// <summary>
/// The API of metrics-server, which <c>kubectl top</c> reads. Reference:
/// <see href="https://kubernetes.io/docs/reference/external-api/metrics.v1beta1/">metrics.k8s.io/v1beta1</see>.
/// </summary>
internal sealed class ResourceMetricsApi(IClusterClient client, UsageModel usage) : IAggregatedApi
{
    private const string Version = "v1beta1";
    private static readonly string[] Verbs = ["get", "list"];

    /// <inheritdoc/>
    public ApiGroup Group { get; } = new("metrics.k8s.io", [Version], Version);

    /// <inheritdoc/>
    public IEnumerable<ResourceKind> Kinds =>
        [
            new ResourceKind(Group.Name, Version, "NodeMetrics", "nodes", Namespaced: false) { Verbs = Verbs },
            new ResourceKind(Group.Name, Version, "PodMetrics", "pods", Namespaced: true) { Verbs = Verbs },
        ];

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, IReadOnlyList<string> path) =>
        context.Response.WriteJsonAsync(
            StatusCodes.Status200OK,
            path switch
            {
                ["pods"] => List("PodMetricsList", SelectPods(context.Request, inNamespace: null)),
                ["namespaces", var inNamespace, "pods"] => List("PodMetricsList", SelectPods(context.Request, inNamespace)),
                ["namespaces", var inNamespace, "pods", var name] => FindPod(inNamespace, name),
                ["nodes"] => List("NodeMetricsList", SelectNodes(context.Request)),
                ["nodes", var name] => FindNode(name),
                _ => throw ResourceEndpoints.UnknownResource(),
            }
        );

    private static JsonObject CreateUsage(Quantity cpu, Quantity memory) =>
        new() { ["cpu"] = cpu.ToString(), ["memory"] = memory.ToString() };

    private JsonObject List(string kind, IEnumerable<JsonObject> items) =>
        new()
        {
            ["kind"] = kind,
            ["apiVersion"] = $"{Group.Name}/{Version}",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([.. items]),
        };

    private IEnumerable<JsonObject> SelectPods(HttpRequest request, string? inNamespace)
    {
        var selector = ListOptions.ParseLabels(request.Query["labelSelector"]);
        return usage.GetPods(inNamespace).Where(pod => selector.Matches(pod.Pod.Labels)).Select(pod => CreatePod(pod, isItem: true));
    }

    private JsonObject FindPod(string inNamespace, string name) =>
        usage.GetPods(inNamespace).FirstOrDefault(pod => pod.Pod.Name == name) is { } found
            ? CreatePod(found, isItem: false)
            : throw StatusException.NotFound(new GroupResource(Group.Name, "podmetrics"), $"{inNamespace}/{name}");

    private IEnumerable<JsonObject> SelectNodes(HttpRequest request)
    {
        var selector = ListOptions.ParseLabels(request.Query["labelSelector"]);
        var pods = usage.GetPods(inNamespace: null).ToLookup(pod => pod.Pod.Spec.Text("nodeName"), StringComparer.Ordinal);
        return client
            .List(GroupResource.Nodes)
            .Items.Where(node => selector.Matches(node.Labels))
            .Select(node => CreateNode(node, pods[node.Name], isItem: true));
    }

    private JsonObject FindNode(string name) =>
        client.Find(GroupResource.Nodes, "", name) is { } node
            ? CreateNode(node, usage.GetPods(inNamespace: null).Where(pod => pod.Pod.Spec.Text("nodeName") == name), isItem: false)
            : throw StatusException.NotFound(new GroupResource(Group.Name, "nodemetrics"), name);

    private JsonObject CreatePod(PodUsage pod, bool isItem)
    {
        var json = Create("PodMetrics", pod.Pod, isItem);
        json["containers"] = new JsonArray([
            .. pod.Containers.Select(container => new JsonObject
            {
                ["name"] = container.Name,
                ["usage"] = CreateUsage(container.Cpu, container.Memory),
            }),
        ]);
        return json;
    }

    private JsonObject CreateNode(KubeObject node, IEnumerable<PodUsage> pods, bool isItem)
    {
        var (cpu, memory) = (Quantity.Zero, Quantity.FromWhole(0, QuantityFormat.BinarySI));
        foreach (var container in pods.SelectMany(pod => pod.Containers))
        {
            (cpu, memory) = (cpu + container.Cpu, memory + container.Memory);
        }

        var json = Create("NodeMetrics", node, isItem);
        json["usage"] = CreateUsage(cpu, memory);
        return json;
    }

    private JsonObject Create(string kind, KubeObject source, bool isItem)
    {
        var measuredAt = Timestamps.Format(usage.MeasuredAt);
        var metadata = new JsonObject { ["name"] = source.Name };
        if (source.Namespace.Length > 0)
        {
            metadata["namespace"] = source.Namespace;
        }

        metadata["creationTimestamp"] = measuredAt;
        if (source.Metadata["labels"] is { } labels)
        {
            metadata["labels"] = labels.DeepClone();
        }

        var json = new JsonObject();
        if (!isItem)
        {
            json["kind"] = kind;
            json["apiVersion"] = $"{Group.Name}/{Version}";
        }

        json["metadata"] = metadata;
        json["timestamp"] = measuredAt;
        json["window"] = $"{(int)UsageModel.Resolution.TotalSeconds}s";
        return json;
    }
}
