using Infra.Backend.Explanations;
using Infra.Backend.Loading;
using Infra.Tests.Settings;

namespace Infra.Tests.Explanations;

/// <summary>A service that is scaled by a queue, and the store that has it, say who reads the queue.</summary>
public class QueueExplainerTests
{
    [Theory]
    [InlineData("keda: true", "billing", "scaling.queue.group", "billing", "default: the service's name")]
    [InlineData("keda: true", "billing", "autoscaler", "keda-hpa-billing", "rule: KEDA makes it from the ScaledObject 'billing'")]
    [InlineData("keda: true", "billing", "scaling.queue.cooldown", "5m", "default")]
    [InlineData("keda: true", "billing", "podDisruptionBudget", "none", "rule: a service that scales to zero has none")]
    [InlineData("keda: true", "events", "queues.billing", "topic 'orders' of the group 'billing': 100 for each pod", "rule: KEDA reads it")]
    [InlineData(
        "monitoring: local",
        "billing",
        "autoscaler",
        "billing",
        "rule: without KEDA it follows the external metric 'store_topic_lag'"
    )]
    [InlineData(
        "monitoring: local",
        "events",
        "queues.billing",
        "topic 'orders' of the group 'billing': 100 for each pod",
        "rule: the monitoring"
    )]
    public void AQueue_IsExplained(string stack, string name, string setting, string value, string reason)
    {
        var minimum = stack.StartsWith("keda", StringComparison.Ordinal) ? 0 : 1;
        var loaded = SettingsLoader.Load(
            StackSources.Simulated(
                $$"""
                name: shop
                faultTolerance: development
                sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi} } }
                {{stack}}
                stores: {events: {kind: kafka, topics: {orders: 12} } }
                services:
                  billing:
                    image: "a:1"
                    kind: worker
                    uses: [events]
                    scaling: {min: {{minimum}}, max: 12, queue: {store: events, topic: orders, lag: 100} }
                """,
                ""
            )
        );

        var explanation = Assert.Single(StackExplainer.Explain(name, loaded), explanation => explanation.Setting == setting);

        Assert.Equal(value, explanation.Value);
        Assert.StartsWith(reason, explanation.Reason, StringComparison.Ordinal);
    }
}
