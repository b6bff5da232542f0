using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Metrics;

/// <summary>The custom metrics API: the metrics of pods and other objects that the user has set.</summary>
internal sealed class CustomMetricsApi(IClusterClient client, UsageModel usage) : IAggregatedApi
{
    private const string Version = "v1beta2";
    private const string All = "*";

    /// <inheritdoc/>
    public ApiGroup Group { get; } = new("custom.metrics.k8s.io", [Version], Version);

    /// <inheritdoc/>
    public IEnumerable<ResourceKind> Kinds =>
        usage
            .Settings.Where(setting => setting.Kind != MetricSetting.External && setting.Metric is not ("cpu" or "memory"))
            .Select(setting =>
                $"{(FindKind(setting.Kind) is { } kind && !IsWorkload(setting.Kind) ? kind.Plural : "pods")}/{setting.Metric}"
            )
            .Distinct(StringComparer.Ordinal)
            .Select(resource => new ResourceKind(Group.Name, Version, "MetricValueList", resource, Namespaced: true) { Verbs = ["get"] });

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, IReadOnlyList<string> path)
    {
        if (path is not ["namespaces", var inNamespace, var resource, var name, var metric])
        {
            throw ResourceEndpoints.UnknownResource();
        }

        List<(KubeObject Object, Quantity Value)> found =
        [
            .. resource == "pods"
                ? usage
                    .GetPods(inNamespace)
                    .Where(pod => pod.Custom.ContainsKey(metric))
                    .Select(pod => (Object: pod.Pod, Value: pod.Custom[metric]))
                : FindObjects(inNamespace, resource, metric),
        ];
        var selector = ListOptions.ParseLabels(context.Request.Query["labelSelector"]);
        var selected = found.Where(one => name == All ? selector.Matches(one.Object.Labels) : one.Object.Name == name).ToList();
        if (selected.Count == 0)
        {
            var subject = name == All ? resource : $"{resource} {name}";
            throw new StatusException(404, StatusReason.NotFound, $"the server could not find the metric {metric} for {subject}");
        }

        return context.Response.WriteJsonAsync(StatusCodes.Status200OK, CreateList(selected, metric));
    }

    private static bool IsWorkload(string kind) =>
        kind is "deployment" or "replicaset" or "statefulset" or "daemonset" or "replicationcontroller" or "job" or "cronjob";

    private ResourceKind? FindKind(string kind) => client.Catalog.Kinds.FirstOrDefault(known => known.Singular == kind);

    private IEnumerable<(KubeObject Object, Quantity Value)> FindObjects(string inNamespace, string resource, string metric)
    {
        foreach (var setting in usage.Settings.Where(setting => setting.Namespace == inNamespace && setting.Metric == metric))
        {
            if (
                FindKind(setting.Kind) is { } kind
                && kind.Plural == resource.Split('.')[0]
                && client.Find(kind.StoredAs, inNamespace, setting.Name) is { } found
            )
            {
                yield return (found, setting.Value);
            }
        }
    }

    private JsonObject CreateList(IEnumerable<(KubeObject Object, Quantity Value)> values, string metric) =>
        new()
        {
            ["kind"] = "MetricValueList",
            ["apiVersion"] = $"{Group.Name}/{Version}",
            ["metadata"] = new JsonObject(),
            ["items"] = new JsonArray([
                .. values.Select(one => new JsonObject
                {
                    ["describedObject"] = new JsonObject
                    {
                        ["kind"] = one.Object.Kind,
                        ["namespace"] = one.Object.Namespace,
                        ["name"] = one.Object.Name,
                        ["apiVersion"] = one.Object.ApiVersion,
                    },
                    ["metric"] = new JsonObject { ["name"] = metric, ["selector"] = null },
                    ["timestamp"] = Timestamps.Format(usage.MeasuredAt),
                    ["value"] = one.Value.ToString(),
                }),
            ]),
        };
}
