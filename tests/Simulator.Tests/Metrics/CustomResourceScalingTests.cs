using Infra.Kubernetes;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;
using Infra.Simulator.Tests.Controllers;

namespace Infra.Simulator.Tests.Metrics;

/// <summary>Autoscalers scale custom resources through the paths of their definitions.</summary>
public sealed class CustomResourceScalingTests : IDisposable
{
    private const string Definition = """
        {
          "metadata": { "name": "rings.example.com" },
          "spec": {
            "group": "example.com", "scope": "Namespaced", "names": { "plural": "rings", "singular": "ring", "kind": "Ring" },
            "versions": [ {
              "name": "v1", "served": true, "storage": true,
              "schema": { "openAPIV3Schema": { "type": "object", "x-kubernetes-preserve-unknown-fields": true } },
              "subresources": { "scale": {
                "specReplicasPath": ".spec.size", "statusReplicasPath": ".status.size", "labelSelectorPath": ".status.selector"
              } }
            } ]
          }
        }
        """;

    private readonly ControlPlaneCluster _cluster = new(hasMetrics: true);

    [Fact]
    public void Autoscaler_OfACustomResource_ScalesByTheFieldsOfItsDefinition()
    {
        var lag = new MetricSetting("default", MetricSetting.External, "", "lag", Quantity.Parse("60"));
        _cluster.Create(
            GroupResource.ConfigMaps,
            $$"""
            {
              "metadata": { "namespace": "{{MetricSetting.ConfigMapNamespace}}", "name": "{{MetricSetting.ConfigMapName}}" },
              "data": { "{{lag.Key}}": "{{lag.Text}}" }
            }
            """
        );
        var rings = AutoscaleRing(selector: "app=ring");

        Assert.Equal(6, _cluster.Find(rings, "web")!.Spec.Number("size"));
    }

    [Fact]
    public void Autoscaler_OfACustomResourceWithAMalformedSelector_SaysSo()
    {
        AutoscaleRing(selector: "app in");

        var active = _cluster
            .Find(GroupResource.HorizontalPodAutoscalers, "web")!
            .Status.Objects("conditions")
            .Single(condition => condition.Text("type") == "ScalingActive");
        const string Problem = "couldn't convert selector into a corresponding internal selector object: ";
        Assert.Equal("InvalidSelector", active.Text("reason"));
        Assert.StartsWith(Problem, active.Text("message"), StringComparison.Ordinal);
    }

    public void Dispose() => _cluster.Dispose();

    private GroupResource AutoscaleRing(string selector)
    {
        _cluster.Create(GroupResource.CustomResourceDefinitions, Definition);
        _cluster.Run(seconds: 2);
        var rings = new GroupResource("example.com", "rings");
        _cluster.Create(
            rings,
            $$"""
            {
              "apiVersion": "example.com/v1", "kind": "Ring", "metadata": { "name": "web", "namespace": "default" },
              "spec": { "size": 1 }, "status": { "selector": "{{selector}}", "size": 1 }
            }
            """
        );
        _cluster.Create(
            GroupResource.HorizontalPodAutoscalers,
            """
            {
              "apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler",
              "metadata": { "name": "web", "namespace": "default" },
              "spec": {
                "scaleTargetRef": { "apiVersion": "example.com/v1", "kind": "Ring", "name": "web" }, "minReplicas": 1, "maxReplicas": 20,
                "metrics": [
                  { "type": "External", "external": { "metric": { "name": "lag" }, "target": { "type": "AverageValue", "averageValue": "10" } } }
                ]
              }
            }
            """
        );
        _cluster.Run(seconds: 40);
        return rings;
    }
}
