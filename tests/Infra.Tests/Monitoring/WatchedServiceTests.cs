using Infra.Backend.Monitoring;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Infra.Tests.Settings;

namespace Infra.Tests.Monitoring;

/// <summary>Monitoring takes what it needs of a service from the service's plan.</summary>
public class WatchedServiceTests
{
    [Fact]
    public void Pods_IncludeThoseOfTheVersions_AndDecideTheSizeOfTheMonitoring()
    {
        var plan = Plan("web: {image: \"w:1\", port: 80, replicas: 40, versions: {canary: {tag: \"2\", weight: 20}}}");

        var web = Assert.Single(plan.Services);
        Assert.Equal((50, MonitoringSize.Medium), (web.Pods, plan.Size));
        Assert.Equal(["web", "web-canary"], web.Workloads.AsEnumerable());
    }

    [Theory]
    [InlineData("kind: job, job: {parallelism: 3, completions: 3}", 3)]
    [InlineData("kind: daemon", 1)]
    public void Pods_OfAServiceThatIsNotReplicated_AreThoseOfItsPlan(string kind, int pods) =>
        Assert.Equal(pods, Assert.Single(Plan($"s: {{image: \"w:1\", {kind}}}").Services).Pods);

    [Fact]
    public void TheLoadBalancer_IsWatchedWithoutTheHostsBehindIt()
    {
        var plan = Plan("web: {image: \"w:1\", port: 80, traffic: {hosts: [shop.example.com]}}", "loadBalancing: haproxy");

        Assert.Equal(["load-balancer", "web"], plan.Services.Select(service => service.Name));
        Assert.Equal(["shop.example.com"], plan.Services.SelectMany(service => service.Hosts));
        Assert.Equal([true, false], plan.Services.Select(service => service.IsAutoscaled));
        Assert.Equal([false, true], plan.Services.Select(service => service.IsCountedByHaproxy));
    }

    [Fact]
    public void OnlyRoutedServices_AreCountedByHaproxy()
    {
        var plan = Plan(
            "web: {image: \"w:1\", port: 80, traffic: {hosts: [a.example.com], failover: backup}}, backup: {image: \"w:1\", port: 80}, exposed: {image: \"w:1\", port: 80, traffic: {hosts: [b.example.com], expose: loadBalancer}}",
            "loadBalancing: {backend: haproxy, expose: clusterIp}"
        );

        Assert.Equal(["web"], plan.Services.Where(service => service.IsCountedByHaproxy).Select(service => service.Name));
    }

    [Theory]
    [InlineData("http", 1)]
    [InlineData("tcp", 0)]
    [InlineData("udp", 0)]
    public void Hosts_AreProbed_IfTheyAnswerHttp(string protocol, int probed) =>
        Assert.Equal(
            probed,
            Plan(
                $"s: {{image: \"w:1\", port: {{container: 53, protocol: {protocol}}}, traffic: {{expose: loadBalancer, hosts: [a.example.com]}}}}"
            ).Probed.Length
        );

    private static MonitoringPlan Plan(string service, string settings = "") =>
        StackMonitoring.CreatePlan(
            StackSources.Simulated(
                $$"""
                name: shop
                monitoring: {interval: 30s}
                {{settings}}
                sizes: {small: {requests: {cpu: 100m, memory: 64Mi} } }
                services: { {{service}} }
                """,
                ""
            )
        );
}
