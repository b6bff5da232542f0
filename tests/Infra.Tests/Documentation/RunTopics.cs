using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Tests.Documentation;

/// <summary>The pages about how pods run: their processes, resources, number and replacement.</summary>
internal static class RunTopics
{
    public static ImmutableArray<CatalogueTopic> All { get; } =
    [
        new()
        {
            Name = "pods",
            Title = "Pods",
            Summary = "Name resolution, hooks at start and end, and termination messages.",
            Records = [typeof(LifecycleSettings), typeof(HookSettings), typeof(TerminationMessageSettings), typeof(DnsSettings)],
            Example = """
                services:
                  mail:
                    image: shop/mail:2.3
                    port: {container: 2525, service: 25, protocol: tcp}
                    hostname: mail
                    workingDir: /var/mail
                    hostAliases: {10.20.0.5: [ldap.example.com]}
                    dns: {options: {ndots: 2}}
                    lifecycle: {preStop: {command: [/app/drain]}}
                    terminationMessage: fallbackToLogsOnError
                """,
        },
        new()
        {
            Name = "resources",
            Title = "Resources",
            Summary = "CPU, memory and ephemeral storage: requests, limits and named sizes.",
            Records = [typeof(ResourceSettings), typeof(SizeSettings), typeof(ResourceAmounts)],
            Example = """
                sizes:
                  small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
                services:
                  catalog: {image: "shop/catalog:1.4", port: 8080, resources: small}
                """,
        },
        new()
        {
            Name = "scaling",
            Title = "Scaling",
            Summary =
                "Autoscaling by CPU, memory and other metrics, by the queues of stores, and by schedule. [Stores on a cluster](../stores.md) "
                + "describes who reads the queues.",
            Records =
            [
                typeof(ScalingSettings),
                typeof(ScheduledMinimumSettings),
                typeof(ContainerTargetSettings),
                typeof(ExternalTargetSettings),
                typeof(QueueTargetSettings),
                typeof(KedaSettings),
                typeof(ScalingRules),
                typeof(ScalingPolicySettings),
            ],
            Example = """
                faultTolerance: development
                keda: true
                stores:
                  events: {kind: kafka, topics: {orders: 12}}
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 8080
                    scaling: {min: 2, max: 10, cpu: 70}
                  billing:
                    image: shop/billing:1.1
                    kind: worker
                    uses: [events]
                    scaling: {min: 0, max: 12, queue: {store: events, topic: orders, lag: 100}}
                """,
        },
        new()
        {
            Name = "rollouts",
            Title = "Rollouts and evictions",
            Summary = "How pods are replaced when a service changes, and how many may be evicted.",
            Records = [typeof(RolloutSettings), typeof(DisruptionBudgetSettings)],
            Example = """
                services:
                  catalog:
                    image: shop/catalog:1.4
                    port: 8080
                    replicas: 6
                    rollout: {strategy: rollingUpdate, maxSurge: 2, minReady: 10s}
                    disruptionBudget: {maxUnavailable: 2}
                """,
        },
    ];
}
