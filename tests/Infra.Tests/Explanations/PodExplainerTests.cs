using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Tests.Settings;

namespace Infra.Tests.Explanations;

/// <summary>Placement, names, devices, rollouts and jobs are explained with the settings or rules that they come from.</summary>
public class PodExplainerTests
{
    private const string Catalogue = """
        name: shop
        sizes: {small: {requests: {cpu: 100m, memory: 128Mi}}, gpu: {requests: {cpu: 2, memory: 1Gi}, extended: {nvidia.com/gpu: 1}}}
        runtimes: {kata: {handler: kata-qemu, overhead: {memory: 160Mi}}}
        services:
          web:
            image: a:1
            port: 8080
            resources: gpu
            dns: {nameservers: [10.0.0.53]}
            lifecycle: {preStop: {command: [/drain]}}
            rollout: {maxSurge: 1}
            disruptionBudget: {minAvailable: 2}
            placement: {runtime: kata, spread: [{topology: topology.kubernetes.io/zone, maxSkew: 2}], affinity: {required: ["disk=nvme"]}}
            scaling: {max: 9, down: {select: disabled}, up: {policies: [{by: 1, every: 1m}, {by: 10%, every: 1m}], select: min}}
          grid: {kind: job, image: a:1, job: {completionMode: indexed, retriesPerIndex: 2}}
        """;

    [Theory]
    [InlineData("web", "placement.zones", "its own rule", "rule: placement.spread replaces it for topology.kubernetes.io/zone")]
    [InlineData("web", "placement.nodes", "preferred", "fault tolerance 'standard': its spreading over nodes")]
    [InlineData("web", "placement.affinity.required", "[disk=nvme]", "set")]
    [InlineData("web", "overhead.memory", "160Mi", "overhead of the container runtime")]
    [InlineData("web", "resources.extended.nvidia.com/gpu", "1", "size 'gpu'")]
    [InlineData("web", "networkPolicy: to 10.0.0.53", "port 53", "rule: name servers may be reached")]
    [InlineData("web", "lifecycle.preStop.command", "[/drain]", "set")]
    [InlineData("web", "rollout.maxSurge", "1", "set")]
    [InlineData("web", "maximum pods", "10", "rule: maximum replicas and a surge of 1, rounded up")]
    [InlineData("web", "disruptionBudget.minAvailable", "2", "set")]
    [InlineData("web", "scaling.down", "never", "set")]
    [InlineData("web", "scaling.up", "1 every 1m and 10% every 1m, stabilization window 1m", "set")]
    [InlineData("grid", "job.retries", "unlimited", "default")]
    [InlineData("grid", "job.retriesPerIndex", "2", "set")]
    public void ADecision_HasItsReason(string service, string setting, string value, string reason)
    {
        var explanation = Assert.Single(Explain(service), explanation => explanation.Setting == setting);

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ABudgetOfItsOwn_IsNotExplainedByTheRule() =>
        Assert.DoesNotContain(Explain("web"), explanation =>
            explanation.Setting.StartsWith("podDisruptionBudget", StringComparison.Ordinal)
        );

    private static IReadOnlyList<Explanation> Explain(string service)
    {
        var loaded = SettingsLoader.Load(StackSources.Simulated(Catalogue, ""));
        return StackExplainer.Explain(service, loaded);
    }
}
