using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Tests.Controllers;

/// <summary>Which requests an autoscaler's utilization refers to.</summary>
public sealed class ReplicaCalculatorTests
{
    private const string Containers =
        """[{"name":"app","resources":{"requests":{"cpu":"100m"} } },{"name":"side","resources":{"requests":{"cpu":"300m"} } }]""";

    private static readonly DateTimeOffset _now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(null, "{}", 50)]
    [InlineData("app", "{}", 200)]
    [InlineData(null, """{"requests":{"cpu":"800m"} }""", 25)]
    [InlineData("side", """{"requests":{"cpu":"800m"} }""", 66)]
    public void ByUtilization_RequestsOfThePodComeFirst_UnlessAContainerIsNamed(string? container, string resources, int utilization) =>
        Assert.Equal(utilization, Calculate(container, resources).Utilization);

    [Theory]
    [InlineData("other", "{}", "container other not found in Pod p")]
    [InlineData(null, """{"requests":{"memory":"1Gi"} }""", "missing pod-level request for cpu in Pod p")]
    public void ByUtilization_NoRequest_SaysWhichIsMissing(string? container, string resources, string message)
    {
        var failure = Assert.Throws<MetricUnavailableException>(() => Calculate(container, resources));

        Assert.Equal(message, failure.Message);
    }

    [Theory]
    // A pod that has ended without failure counts as one without usage.
    [InlineData("Succeeded", 1)]
    [InlineData("Failed", 2)]
    public void ByAverage_PodThatHasEnded_CountsUnlessItHasFailed(string phase, int replicas)
    {
        PodSample?[] samples = [new(200, _now, TimeSpan.FromSeconds(30)), null];
        var pods = new[] { CreatePod("running", "Running", "{}"), CreatePod("ended", phase, "{}") };

        var proposal = new ReplicaCalculator(pods, 1, 1, new Tolerance(0.1, 0.1), _now).ByAverage(samples, 100, isCpu: false);

        Assert.Equal(replicas, proposal.Replicas);
    }

    private static Proposal Calculate(string? container, string resources)
    {
        var pods = new[] { CreatePod("p", "Running", resources) };
        PodSample?[] samples = [new(200, _now, TimeSpan.FromSeconds(30))];
        return new ReplicaCalculator(pods, 1, 1, new Tolerance(0.1, 0.1), _now).ByUtilization(samples, 50, "cpu", container);
    }

    private static Pod CreatePod(string name, string phase, string resources)
    {
        var body = (JsonObject)
            JsonNode.Parse(
                $$$"""
                {"metadata":{"name":"{{{name}}}","namespace":"n","uid":"u"},
                 "spec":{"containers":{{{Containers}}},"resources":{{{resources}}} },
                 "status":{"phase":"{{{phase}}}","startTime":"2026-01-01T00:00:00Z",
                 "conditions":[{"type":"Ready","status":"True","lastTransitionTime":"2026-01-01T00:00:10Z"}]} }
                """
            )!;
        return new Pod(new KubeObject(GroupResource.Pods, body, 1));
    }
}
