using Infra.Tests.Documentation;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>Pods with every setting of placement, names, hooks, devices, rollouts and jobs.</summary>
public class PodPlanTests
{
    private const string Stack = """
        pools: {batch: {labels: {node-pool: batch}, tolerations: [{key: dedicated, value: batch}]}}
        runtimes:
          kata: {handler: kata-qemu, overhead: {cpu: 250m, memory: 160Mi}, labels: {kata: "true"}, tolerations: [{key: sandboxed}]}
        priorities: {patient: {value: 10, preempts: false}}
        """;

    private const string Catalogue = """
        web:
          image: ghcr.io/shop/web:1.0.0
          port: 8080
          replicas: 4
          workingDir: /srv/web
          hostname: web
          shareProcessNamespace: true
          hostAliases: {10.20.0.5: [ldap.example.com, ldap]}
          dns: {nameservers: [10.20.0.53], searches: [corp.example.com], options: {ndots: 2, edns0: ""}}
          terminationMessage: {policy: fallbackToLogsOnError, path: /tmp/last-words}
          lifecycle: {postStart: {command: [/srv/web/warm-up]}, preStop: {path: /drain, headers: {X-Reason: shutdown}}}
          security: {hostUsers: false}
          resources: {extended: {nvidia.com/gpu: 1}}
          rollout: {maxSurge: 1, maxUnavailable: 1, minReady: 10s, deadline: 20m, history: 3}
          disruptionBudget: {minAvailable: 50%, unhealthyPods: ifHealthyBudget}
          placement:
            pool: batch
            runtime: kata
            priority: patient
            scheduler: volcano
            near: [{service: cache, topology: topology.kubernetes.io/zone, required: true}]
            awayFrom: [web, {service: cache, required: false, weight: 10}]
            affinity: {required: ["disk in (ssd, nvme), !spot", "cores > 15"], preferred: ["disk=nvme"]}
            spread: [{topology: topology.kubernetes.io/zone, maxSkew: 2, whenUnsatisfiable: doNotSchedule, minDomains: 3}]
            tolerations: [{key: node.kubernetes.io/unreachable, effect: noExecute, for: 30s}, {effect: preferNoSchedule}]
          sidecars:
            proxy: {image: "ghcr.io/shop/proxy:2.0.0", port: 9901, workingDir: /etc/proxy, lifecycle: {preStop: {sleep: 5s}}}
          init:
            assets: {image: "ghcr.io/shop/assets:1.0.0", workingDir: /assets, terminationMessage: fallbackToLogsOnError}
        cache:
          kind: stateful
          image: ghcr.io/shop/cache:1.0.0
          port: 6379
          traffic: {protocol: tcp}
          dns: default
          rollout: {partition: 1, maxUnavailable: 2}
        agent: {kind: daemon, image: ghcr.io/shop/agent:1.0.0, rollout: {maxSurge: 1}, placement: {tolerations: [{operator: exists}]}}
        grid:
          kind: job
          image: ghcr.io/shop/grid:1.0.0
          placement: {zones: preferred}
          job:
            completions: 10
            parallelism: 5
            completionMode: indexed
            retriesPerIndex: 1
            maxFailedIndexes: 2
            podFailurePolicy: [{exitCodes: [42], action: failIndex}, {condition: DisruptionTarget, action: ignore}]
            successPolicy: [{indexes: "0,2-4", count: 3}]
        report: {kind: cron, image: ghcr.io/shop/report:1.0.0, schedule: {cron: "@daily", suspend: true, keepSuccessful: 1, keepFailed: 9}}
        """;

    private static readonly string[] Kinds =
    [
        "Deployment",
        "StatefulSet",
        "DaemonSet",
        "Job",
        "CronJob",
        "PodDisruptionBudget",
        "RuntimeClass",
        "PriorityClass",
        "NetworkPolicy",
    ];

    [Fact]
    public async Task ThePlan_MatchesTheGoldenFile_AndTheSchema()
    {
        var plan = await RecordedPlan.ForServices(Catalogue, Stack);

        GeneratedFile.AssertCurrent(
            ["tests", "Infra.Tests", "Golden", "pods.yaml"],
            GoldenPlan.Write(plan, resource => Kinds.Contains(KindOf(resource)), (_, _, text) => text)
        );
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }

    private static string KindOf(MockResourceArgs resource) => resource.Type!.Split(':')[^1];
}
