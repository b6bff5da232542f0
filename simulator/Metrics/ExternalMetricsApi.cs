using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Metrics;

/// <summary>The external metrics API: metrics of no object that the user has set.</summary>
internal sealed class ExternalMetricsApi(UsageModel usage) : IAggregatedApi
{
    private const string Version = "v1beta1";

    /// <inheritdoc/>
    public ApiGroup Group { get; } = new("external.metrics.k8s.io", [Version], Version);

    /// <inheritdoc/>
    public IEnumerable<ResourceKind> Kinds =>
        usage
            .Settings.Where(setting => setting.Kind == MetricSetting.External)
            .Select(setting => setting.Metric)
            .Distinct(StringComparer.Ordinal)
            .Select(metric => new ResourceKind(Group.Name, Version, "ExternalMetricValueList", metric, Namespaced: true)
            {
                Verbs = ["get"],
            });

    /// <inheritdoc/>
    public Task HandleAsync(HttpContext context, IReadOnlyList<string> path)
    {
        if (path is not ["namespaces", var inNamespace, var metric])
        {
            throw ResourceEndpoints.UnknownResource();
        }

        var values = usage.GetExternal(inNamespace, metric, ListOptions.ParseLabels(context.Request.Query["labelSelector"]));
        return context.Response.WriteJsonAsync(
            StatusCodes.Status200OK,
            new JsonObject
            {
                ["kind"] = "ExternalMetricValueList",
                ["apiVersion"] = $"{Group.Name}/{Version}",
                ["metadata"] = new JsonObject(),
                ["items"] = new JsonArray([
                    .. values.Select(setting => new JsonObject
                    {
                        ["metricName"] = setting.Metric,
                        ["metricLabels"] = new JsonObject(
                            setting.GetLabels().Select(label => KeyValuePair.Create(label.Key, (JsonNode?)label.Value))
                        ),
                        ["timestamp"] = Timestamps.Format(usage.MeasuredAt),
                        ["value"] = setting.Value.ToString(),
                    }),
                ]),
            }
        );
    }
}
