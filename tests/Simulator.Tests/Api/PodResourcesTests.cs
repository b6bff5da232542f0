using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Tests.Api;

/// <summary>Admission and the scheduler count the resources of a pod by the same rule.</summary>
public sealed class PodResourcesTests
{
    private readonly IClusterClient _client = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Client;

    public PodResourcesTests() => ClusterBootstrap.Run(_client);

    [Theory]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"250m"}}},{"resources":{"requests":{"cpu":"1"}}}]}""", 1250)]
    [InlineData("""{"resources":{"requests":{"cpu":"1"}},"containers":[{"resources":{"requests":{"cpu":"250m"}}}]}""", 1000)]
    [InlineData("""{"resources":{"requests":{"cpu":"1"}},"overhead":{"cpu":"100m"},"containers":[{}]}""", 1100)]
    [InlineData("""{"overhead":{"cpu":"100m"},"containers":[{}]}""", 100)]
    [InlineData(
        """
            {"containers":[{"resources":{"requests":{"cpu":"1"}}}],"initContainers":[
             {"resources":{"requests":{"cpu":"2"}}},{"restartPolicy":"Always","resources":{"requests":{"cpu":"500m"}}}]}
            """,
        2000
    )]
    [InlineData(
        """
            {"containers":[{"resources":{"requests":{"cpu":"1"}}}],"initContainers":[
             {"restartPolicy":"Always","resources":{"requests":{"cpu":"500m"}}},{"resources":{"requests":{"cpu":"2"}}}]}
            """,
        2500
    )]
    public void Requests_CountedByAdmissionAndScheduler_Agree(string json, long milliCpu)
    {
        var spec = Parse(json);

        Assert.Equal(milliCpu, new PodUsage(spec).Find("requests", "cpu")!.Value.MilliValue);
        Assert.Contains("cpu", new PodUsage(spec).GetNames("requests"));
        Assert.Equal(milliCpu, PodRequests.FromSpec(spec).MilliCpu);
    }

    [Fact]
    public void FromSpec_FractionsOfMillicores_AreRoundedOnceForThePod()
    {
        var spec = Parse("""{"containers":[{"resources":{"requests":{"cpu":"400u"}}},{"resources":{"requests":{"cpu":"400u"}}}]}""");

        Assert.Equal(1, PodRequests.FromSpec(spec).MilliCpu);
    }

    [Fact]
    public void FromSpecWithDefaults_ContainersWithoutRequests_CountTheDefaults()
    {
        var requests = PodRequests.FromSpecWithDefaults(Parse("""{"containers":[{},{"resources":{"requests":{"cpu":"1"}}}]}"""));

        Assert.Equal((1100, 2 * 200 * 1024 * 1024), (requests.MilliCpu, requests.Memory));
    }

    [Fact]
    public void Limits_OfPodsWithoutAny_HaveNoOverhead()
    {
        var usage = new PodUsage(Parse("""{"overhead":{"cpu":"100m"},"containers":[{}]}"""));

        Assert.Null(usage.Find("limits", "cpu"));
    }

    [Fact]
    public void LimitRange_OfPods_IgnoresTheOverhead()
    {
        var usage = new PodUsage(Parse("""{"overhead":{"cpu":"100m"},"containers":[{"resources":{"limits":{"cpu":"1"}}}]}"""));

        Assert.Equal(Quantity.Parse("1100m"), usage.Find("limits", "cpu"));
        Assert.Equal(Quantity.Parse("1"), usage.FindWithoutOverhead("limits", "cpu"));
    }

    [Fact]
    public void Create_PodLevelLimitWithoutRequest_DefaultsToTheSumOfTheContainersThatStateOne()
    {
        _client.Create(GroupResource.ServiceAccounts, Parse("""{"metadata":{"name":"default","namespace":"default"}}"""));
        var pod = _client.Create(
            GroupResource.Pods,
            Parse(
                """
                {"metadata":{"name":"p","namespace":"default"},"spec":{"resources":{"limits":{"cpu":"2","memory":"1Gi"}},"containers":[
                 {"name":"a","image":"a:1","resources":{"requests":{"cpu":"250m"}}},{"name":"b","image":"b:1"}]}}
                """
            )
        );

        Assert.Equal("250m", pod.Spec.Text("resources", "requests", "cpu"));
        Assert.Equal("1Gi", pod.Spec.Text("resources", "requests", "memory"));
    }

    private static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;
}
