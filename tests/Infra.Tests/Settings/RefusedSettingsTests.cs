using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Values that are valid for their type but rejected by Kubernetes or meaningless.</summary>
public class RefusedSettingsTests
{
    public static TheoryData<string, string> OfAService =>
        new()
        {
            {
                "{image: \"a:1\", kind: worker, resources: {requests: {cpu: 0.5Gi}}}",
                "resources.requests.cpu: CPU is measured in cores, and 512Mi is a number of bytes; write cores as 2, or thousandths of one as 250m"
            },
            {
                "{image: \"a:1\", kind: worker, resources: {requests: {memory: 100m}}}",
                "resources.requests.memory: 100m is a fraction of a byte: 'm' means thousandths; write it as 512Mi"
            },
            { "{image: \"a:1\", kind: worker, resources: {limits: {memory: -1Gi}}}", "resources.limits.memory: -1Gi is negative" },
            { "{image: \"a:1\", kind: worker, job: {retries: 5}}", "job: 'job' applies only to services that run to completion" },
            {
                "{image: \"a:1\", kind: job, job: {deadline: 0s}}",
                "job.deadline: a run with a deadline below one second fails before it starts"
            },
            {
                "{image: \"a:1\", kind: cron, schedule: {cron: \"@daily\", startWithin: 3s}}",
                "schedule.startWithin: the CronJob controller checks every 10s, so a run that must start within 3s may never start"
            },
            {
                "{image: \"a:1\", kind: cron, schedule: \"0 0 31 4,6 *\"}",
                "schedule: '0 0 31 4,6 *' is not a valid schedule: no month it names has such a day"
            },
            { "{image: \"a:1\", kind: worker, volumes: {files: {mount: /a}}}", "volumes.files: every pod already has a volume 'files'" },
            { "{image: \"a:1\", kind: worker, volumes: {a: {mount: /a, size: 0}}}", "volumes.a.size: 0 is not a valid size" },
            {
                "{image: \"a:1\", kind: worker, volumes: {a: {mount: /a, kind: secret, from: A B}}}",
                "volumes.a.from: 'A B' is not a valid name of a Secret"
            },
            {
                "{image: \"a:1\", kind: stateful, port: 80, volumes: {a: {mount: /a, kind: persistent, size: 1Gi, storageClass: Fast SSD}}}",
                "volumes.a.storageClass: 'Fast SSD' is not a valid name of a StorageClass"
            },
            { "{image: \"a:1\", port: 80, calls: [t, t]}, t: {image: \"a:1\", port: 80}", "calls[1]: 't' is listed twice" },
            {
                "{image: {reference: \"a:1\", registry: \"https://mirror.example.com\"}, kind: worker}",
                "image.registry: 'https://mirror.example.com' is not a valid registry"
            },
            {
                "{image: \"a:1\", kind: worker, placement: {tolerations: [{key: \"\"}]}}",
                "placement.tolerations[0]: '=' is not a valid taint"
            },
            {
                "{image: \"a:1\", kind: worker, scaling: {max: 3, containers: {s: {}}}}",
                "scaling.containers.s: the container has no target"
            },
            { "{image: \"a:1\", kind: worker, scaling: {max: 3, pods: {rps: 0}}}", "scaling.pods.rps: 0 is not a valid target per pod" },
            {
                "{image: \"a:1\", kind: worker, scaling: {max: 3, external: {queue: -5}}}",
                "scaling.external.queue: -5 is not a valid target per pod"
            },
            {
                "{image: \"a:1\", kind: worker, scaling: {max: 3, up: {by: 0%}}}",
                "scaling.up.by: with a step of 0 the number of pods never changes"
            },
            {
                "{image: \"a:1\", kind: worker, scaling: {max: 3, down: {every: 1h}}}",
                "scaling.down.every: Kubernetes allows periods from 1s to 30m"
            },
            {
                "{image: \"a:1\", kind: worker, scaling: {max: 3, down: {stabilization: 61m}}}",
                "scaling.down.stabilization: Kubernetes allows a stabilization window of at most 1h"
            },
        };

    [Theory]
    [MemberData(nameof(OfAService))]
    public void InvalidServices_AreRejected(string service, string expected) =>
        Assert.StartsWith($"services.s.{expected}", Only($"services: {{s: {service}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("images: {registry: Mirror.example.com}", "images.registry: 'Mirror.example.com' is not a valid registry")]
    [InlineData("images: {pullSecrets: [ok, Not OK]}", "images.pullSecrets[1]: 'Not OK' is not a valid name of a Secret")]
    [InlineData("loadBalancing: {backend: haproxy, tlsSecret: A}", "loadBalancing.tlsSecret: 'A' is not a valid name of a Secret")]
    [InlineData("runtimes: {gvisor: \"\"}", "runtimes.gvisor: '' is not a valid name of a handler")]
    [InlineData("pools: {p: {labels: {\"bad key!\": a}}}", "pools.p.labels.bad key!: 'bad key!: a' is not a valid label")]
    [InlineData("performance: {p: {labels: {disk: a b}}}", "performance.p.labels.disk: 'disk: a b' is not a valid label")]
    [InlineData("namespace: kube-system", "namespace: the namespace 'kube-system' belongs to Kubernetes")]
    [InlineData(
        "monitoring: {size: small}\nnamespace: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn",
        "namespace: the namespace of its monitoring would be 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn-monitoring-agents', which has 64 characters"
    )]
    [InlineData("access: {viewers: [\"\"]}", "access.viewers[0]: the name of the group is empty")]
    [InlineData("namespace: default", "namespace: the namespace 'default' belongs to Kubernetes")]
    [InlineData("loadBalancing: {backend: haproxy, scaling: {max: 3, up: {by: 0}}}", "loadBalancing.scaling.up.by: with a step of 0")]
    public void InvalidStackSettings_AreRejected(string setting, string expected) =>
        Assert.StartsWith(expected, Only($"{setting}\nservices: {{s: {{image: \"a:1\", kind: worker}}}}"), StringComparison.Ordinal);

    [Fact]
    public void ASystemName_ThatIsNotAValidPrefix_IsRejected_EvenWithANamespace() =>
        Assert.StartsWith(
            "name: 'Shop_1' is not a valid prefix of names in Kubernetes; write 'shop-1'",
            Only("namespace: shop\nservices: {s: {image: \"a:1\", kind: worker}}", name: "Shop_1"),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "default-deny: {image: \"a:1\", kind: worker}",
        "services.default-deny: its NetworkPolicy would be named 'default-deny', and the namespace itself already has one of that name"
    )]
    [InlineData(
        "s: {image: \"a:1\", kind: worker, files: {/a: b}}, s-files: {image: \"a:1\", kind: worker, env: {A: b}}",
        "services.s.files: its ConfigMap would be named 's-files', and 's-files' already has one of that name"
    )]
    [InlineData(
        "s: {image: \"a:1\", kind: stateful, port: 80}, s-pods: {image: \"a:1\", port: 80}",
        "services.s: its Service would be named 's-pods', and 's-pods' already has one of that name"
    )]
    [InlineData(
        "a: {image: \"a:1\", kind: worker, volumes: {b-c: {mount: /a, kind: persistent, size: 1Gi, access: readWriteMany}}}, a-b: {image: \"a:1\", kind: worker, volumes: {c: {mount: /a, kind: persistent, size: 1Gi, access: readWriteMany}}}",
        "services.a-b.volumes.c: its PersistentVolumeClaim would be named 'a-b-c', and 'a' already has one of that name"
    )]
    [InlineData(
        "s: {image: \"a:1\", port: 80, scaling: {max: 6, schedule: {a: {cron: \"@hourly\", min: 1}, z: {cron: \"@daily\", min: 1}}}}, s-min-z: {image: \"a:1\", kind: cron, schedule: \"@daily\"}",
        "services.s.scaling.schedule.z: its CronJob would be named 's-min-z', and 's-min-z' already has one of that name"
    )]
    [InlineData(
        "s: {image: \"a:1\", port: 80, versions: {canary: {tag: \"2\", weight: 10}}}, s-stable: {image: \"a:1\", port: 80}",
        "services.s.versions: its Service would be named 's-stable', and 's-stable' already has one of that name"
    )]
    public void ObjectsOfTheSameName_AreRejected(string services, string expected) =>
        Assert.StartsWith(expected, Only($"services: {{{services}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData(
        "s: {image: \"a:1\", port: 80, traffic: {hosts: [a.example.com], failover: backup}}, backup: {image: \"a:1\", port: 80}, backup-pods: {image: \"a:1\", port: 80}",
        "services.backup: its Service would be named 'backup-pods', and 'backup-pods' already has one of that name"
    )]
    [InlineData(
        "s: {image: \"a:1\", port: 80, traffic: {hosts: [a.example.com]}}, load-balancer-files: {image: \"a:1\", kind: worker, env: {A: b}}",
        "loadBalancing: its ConfigMap would be named 'load-balancer-files', and 'load-balancer-files' already has one of that name"
    )]
    public void ObjectsOfTheSameNameBehindHaproxy_AreRejected(string services, string expected) =>
        Assert.Contains(expected, Only($"loadBalancing: haproxy\nservices: {{{services}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("{0}.example.com", "'{0}.example.com' is not a valid host name")]
    [InlineData("*.{0}.com", "'*.{0}.com' is not a valid host name")]
    public void AHost_WithALabelOfMoreThan63Characters_IsRejected(string host, string expected)
    {
        var label = new string('a', 64);

        Assert.Contains(
            expected.Replace("{0}", label, StringComparison.Ordinal),
            Only(
                $"services: {{s: {{image: \"a:1\", port: 80, traffic: {{hosts: [\"{host.Replace("{0}", label, StringComparison.Ordinal)}\"]}}}}}}"
            ),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void AClusterDomain_WithALabelOfMoreThan63Characters_IsRejected()
    {
        var domain = new string('a', 64);
        var sources = StackSources.From(
            $"name: shop\nsizes: {{small: {{}}}}\ncluster: {{kind: simulated, clusterDomain: {domain}.local}}\nservices: {{s: {{image: \"a:1\", kind: worker}}}}",
            ""
        );

        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors);
        Assert.Contains($"'{domain}.local' is not a DNS domain", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void AnExposedServiceWithHosts_LeavesTheNameOfAPodServiceFree() =>
        Assert.Equal(
            ["s", "s-pods"],
            Load(
                "loadBalancing: haproxy\nservices: {s: {image: \"a:1\", port: 80, traffic: {hosts: [a.example.com], expose: loadBalancer}}, s-pods: {image: \"a:1\", port: 80}}"
            ).Settings.Services.Keys
        );

    [Fact]
    public void ObjectsOfTheSameNameInDifferentClusters_AreAccepted() =>
        Assert.Equal(
            2,
            SettingsLoader
                .Load(
                    StackSources.From(
                        "name: shop\nsizes: {small: {}}\nclusters: {a: {kind: simulated, region: eu}, b: {kind: simulated, region: us}}\nservices: {s: {image: \"a:1\", kind: stateful, port: 80, clusters: [a]}, s-pods: {image: \"a:1\", port: 80, clusters: [b]}}",
                        ""
                    )
                )
                .Settings.Services.Count
        );

    [Fact]
    public void AServiceName_TooLongForItsPodService_IsRejected() =>
        Assert.Contains(
            "which has 64 characters, and 63 are allowed; shorten it by 1",
            Only(
                $"loadBalancing: haproxy\nservices: {{{new string('n', 59)}: {{image: \"a:1\", port: 80, traffic: {{hosts: [a.example.com]}}}}}}"
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("s: {image: \"a:1\", kind: worker, files: {/a: b}}, s-files: {image: \"a:1\", kind: worker}")]
    [InlineData("s: {image: \"a:1\", kind: worker, scaling: {max: 3, up: {by: 200%, every: 30m, stabilization: 1h}}}")]
    [InlineData("s: {image: {reference: \"a:1\", registry: \"mirror.example.com:5000/cache\"}, kind: worker}")]
    [InlineData("s: {image: \"a:1\", kind: cron, schedule: \"0 0 29 2 *\"}")]
    [InlineData("s: {image: \"a:1\", kind: cron, schedule: \"0 0 31 4,5 *\"}")]
    [InlineData("s: {image: \"a:1\", kind: cron, schedule: \"0 0 31 6 1-5\"}")]
    [InlineData("s: {image: \"a:1\", kind: worker, resources: {requests: {cpu: 1e-1, memory: 1e8}}}")]
    [InlineData("s: {image: \"a:1\", kind: worker, placement: {tolerations: [{key: example.com/gpu}]}}")]
    [InlineData("s: {image: \"a:1\", kind: worker, volumes: {tmp: {mount: /tmp, kind: memory, size: 64Mi}}}")]
    public void ValidServices_AreAccepted(string services) =>
        Assert.Single(Load($"services: {{{services}}}").Settings.Services.Keys, key => key == "s");

    [Fact]
    public void ANullOverARequiredSetting_IsReportedAtItsPlace()
    {
        var sources = StackSources.Simulated(
            "name: shop\nsizes: {small: {}}\nservices: {s: {image: \"a:1\", kind: worker}}",
            "config:\n  infra:services:\n    s:\n      image:\n"
        );

        Assert.StartsWith(
            "stacks/Pulumi.dev.yaml:4: services.s.image: this setting is missing",
            Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors).ToString(),
            StringComparison.Ordinal
        );
    }

    private static string Only(string catalogue, string name = "shop")
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue, name)).Errors);
        return $"{error.Path}: {error.Problem}; {error.Cure}";
    }

    private static LoadedSettings Load(string catalogue, string name = "shop") =>
        SettingsLoader.Load(
            StackSources.Simulated($"name: {name}\nsizes: {{small: {{requests: {{cpu: 100m, memory: 64Mi}}}}}}\n{catalogue}", "")
        );
}
