using Infra.Backend.Monitoring.Configuration;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>The metrics APIs serve the metrics that autoscalers use.</summary>
public class MetricsAdapterTests
{
    private const string Catalogue = """
        name: shop
        cluster: {kind: simulated}
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
        monitoring: local
        services:
          api: {image: "shop/api:1", port: 8080, metrics: {port: 9090, requests: rpc_total}, scaling: {min: 1, max: 5, pods: {http_requests_per_second: 200, open_connections: 50}}}
          consumer: {kind: worker, image: "shop/consumer:1", health: {command: [check]}, metrics: {port: 9090}, scaling: {min: 1, max: 5, external: {jobs_waiting: {target: 30, labels: {queue: orders}}}}}
        """;

    private static readonly AdapterConfiguration Configuration = AdapterConfiguration.Create(
        StackMonitoring.CreatePlan(StackSources.From(Catalogue, ""))
    );

    [Fact]
    public void EveryMetricOfAnAutoscaler_IsServed()
    {
        Assert.Equal(
            ["http_requests_per_second", "http_requests_per_second", "open_connections"],
            Configuration.Rules.Select(rule => rule.Name.As).Order()
        );
        Assert.Contains(Configuration.Rules, rule => rule.SeriesQuery.StartsWith("rpc_total{", StringComparison.Ordinal));
        var external = Assert.Single(Configuration.ExternalRules);
        Assert.Equal(("jobs_waiting", "max(<<.Series>>{<<.LabelMatchers>>})"), (external.Name.As, external.MetricsQuery));
        Assert.Equal(["namespace"], external.Resources.Overrides.Keys);
    }

    [Fact]
    public async Task TheAutoscalingController_MayReadOnlyThem()
    {
        var plan = await RecordedPlan.Create(StackSources.From(Catalogue, ""));

        Assert.True(plan.Has("APIService", "v1beta1.custom.metrics.k8s.io"));
        Assert.True(plan.Has("APIService", "v1beta1.external.metrics.k8s.io"));
        var reader = plan.Get("ClusterRole", "shop-dev-metrics-adapter-reader");
        Assert.Equal(2, reader.List("rules").Count);
        Assert.Equal(
            ["pods/http_requests_per_second", "pods/open_connections"],
            reader.List("rules[0].resources").Select(resource => resource.Value)
        );
        Assert.Equal(["jobs_waiting"], reader.List("rules[1].resources").Select(resource => resource.Value));
    }
}
