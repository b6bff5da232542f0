using Infra.Tests.Documentation;

namespace Infra.Tests.Golden;

/// <summary>The plans of the three stacks match their golden files, so that every change of a name or input is reviewed.</summary>
public class GoldenPlanTests
{
    private static readonly string[] Folder = ["tests", "Infra.Tests", "Golden"];

    public static TheoryData<string> Stacks => ["dev", "staging", "prod"];

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task ThePlan_MatchesTheGoldenFile(string stack)
    {
        var plan = await RecordedPlan.ForStack(stack);

        GeneratedFile.AssertCurrent([.. Folder, $"{stack}.yaml"], GoldenPlan.Write(plan, await GoldenFiles.Create(stack, plan)));
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task TheLongFilesOfThePlan_MatchTheirGoldenFiles(string stack)
    {
        var files = await GoldenFiles.Create(stack, await RecordedPlan.ForStack(stack));

        GeneratedFile.AssertCurrent([.. Folder, stack], files.Own);
    }

    [Theory]
    [MemberData(nameof(Stacks))]
    public async Task EveryObject_MatchesTheSchema(string stack) => AssertValid(await RecordedPlan.ForStack(stack));

    [Fact]
    public async Task EverySetting_LeadsToObjectsThatMatchTheSchema() =>
        AssertValid(
            await RecordedPlan.ForServices(
                """
                web:
                  image: {reference: "ghcr.io/shop/web:1", registry: mirror.example.com, pullPolicy: always}
                  port: 8080
                  command: [/web]
                  args: [--fast]
                  calls: [db]
                  external: ["10.0.0.0/8:443"]
                  env: {A: b, C: {value: d, secret: true}}
                  files: {/etc/web/a.conf: x, /etc/web/b.conf: {content: y, secret: true}}
                  volumes: {cache: {mount: /cache, kind: memory, size: 64Mi}, shared: {mount: /shared, kind: persistent, size: 1Gi, access: readWriteMany, storageClass: nfs}}
                  init: {prepare: {image: "a:1", command: [/prepare]}}
                  sidecars: {proxy: {image: "b:1", port: 9901, args: [-v]}}
                  resources: {requests: {ephemeralStorage: 1Gi}}
                  scaling:
                    max: 9
                    cpu: 60
                    memory: 80
                    containers: {proxy: {cpu: 50}}
                    pods: {http_requests_per_second: 200}
                    external: {queue_length: {target: 30, labels: {queue: orders}}}
                    behaviour: spiky
                    schedule: {morning: {cron: "0 7 * * 1-5", min: 4, timeZone: Europe/Berlin}, evening: {cron: "0 19 * * 1-5", min: 2}}
                    up: {by: 50%, every: 30s, stabilization: 10s}
                  placement: {pool: batch, performance: fast, near: [db], awayFrom: [logs], priority: high, runtime: gvisor, tolerations: [{key: a}], zones: required, nodes: anywhere}
                  traffic: {expose: loadBalancer, algorithm: clientIp, stickyFor: 1h, preferSameZone: true, hosts: [a.example.com]}
                db: {kind: stateful, image: "c:1", port: 5432, traffic: {protocol: tcp}, volumes: {data: {mount: /data, kind: persistent, size: 5Gi}}}
                rpc: {image: "c:1", port: 9000, traffic: {protocol: grpc, expose: headless}}
                logs: {kind: daemon, image: "d:1"}
                migrate: {kind: job, image: "e:1", job: {parallelism: 2, completions: 4}, restart: onFailure}
                report: {kind: cron, image: "f:1", schedule: "@daily"}
                """,
                """
                images: {pullSecrets: [registry]}
                pools: {batch: {labels: {pool: batch}, tolerations: [{key: dedicated, value: batch, effect: noSchedule}]}}
                performance: {fast: {labels: {disk: nvme}}}
                priorities: {high: 1000}
                runtimes: {gvisor: runsc}
                """
            )
        );

    private static void AssertValid(RecordedPlan plan)
    {
        using var schema = ManifestSchema.Load();
        Assert.Empty(
            from resource in plan.KubernetesObjects()
            from error in schema.FindErrors(resource.Type!, resource.Inputs)
            select $"{resource.Name}: {error}"
        );
    }
}
