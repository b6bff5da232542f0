using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>What each setting could be by its type, and Kubernetes or good sense would refuse.</summary>
public class RefusedSettingsTests
{
    public static TheoryData<string, string> OfAService => new()
    {
        { "{image: \"a:1\", kind: worker, resources: {requests: {cpu: 0.5Gi}}}", "resources.requests.cpu: CPU is counted in cores, and 512Mi is a number of bytes; write cores as 2, or thousandths of one as 250m" },
        { "{image: \"a:1\", kind: worker, resources: {requests: {memory: 100m}}}", "resources.requests.memory: 100m is a fraction of a byte: 'm' stands for thousandths; write it as 512Mi" },
        { "{image: \"a:1\", kind: worker, resources: {limits: {memory: -1Gi}}}", "resources.limits.memory: -1Gi is less than nothing" },
        { "{image: \"a:1\", kind: worker, job: {retries: 5}}", "job: this service runs for ever, so nothing says how it ends" },
        { "{image: \"a:1\", kind: job, job: {deadline: 0s}}", "job.deadline: a run that may take no time fails before it begins" },
        { "{image: \"a:1\", kind: cron, schedule: {cron: \"@daily\", startWithin: 3s}}", "schedule.startWithin: the controller looks every 10s, and a run that may not start later than 3s may never start" },
        { "{image: \"a:1\", kind: cron, schedule: \"0 0 31 4,6 *\"}", "schedule: '0 0 31 4,6 *' is not a schedule: no month it names has such a day" },
        { "{image: \"a:1\", kind: worker, volumes: {files: {mount: /a}}}", "volumes.files: every pod has a volume called 'files' already" },
        { "{image: \"a:1\", kind: worker, volumes: {a: {mount: /a, size: 0}}}", "volumes.a.size: 0 is no room on disk" },
        { "{image: \"a:1\", kind: worker, volumes: {a: {mount: /a, kind: secret, from: A B}}}", "volumes.a.from: 'A B' cannot name a Secret" },
        { "{image: \"a:1\", kind: stateful, port: 80, volumes: {a: {mount: /a, kind: persistent, size: 1Gi, storageClass: Fast SSD}}}", "volumes.a.storageClass: 'Fast SSD' cannot name a StorageClass" },
        { "{image: \"a:1\", port: 80, calls: [t, t]}, t: {image: \"a:1\", port: 80}", "calls[1]: 't' is named twice" },
        { "{image: {reference: \"a:1\", registry: \"https://mirror.example.com\"}, kind: worker}", "image.registry: 'https://mirror.example.com' is not a registry" },
        { "{image: \"a:1\", kind: worker, placement: {tolerations: [{key: \"\"}]}}", "placement.tolerations[0]: no node can have the taint '='" },
        { "{image: \"a:1\", kind: worker, scaling: {max: 3, containers: {s: {}}}}", "scaling.containers.s: nothing says what the container is to use" },
        { "{image: \"a:1\", kind: worker, scaling: {max: 3, pods: {rps: 0}}}", "scaling.pods.rps: 0 of it cannot fall to each pod" },
        { "{image: \"a:1\", kind: worker, scaling: {max: 3, external: {queue: -5}}}", "scaling.external.queue: -5 of it cannot fall to each pod" },
        { "{image: \"a:1\", kind: worker, scaling: {max: 3, up: {by: 0%}}}", "scaling.up.by: in steps of nothing the number of pods never changes" },
        { "{image: \"a:1\", kind: worker, scaling: {max: 3, down: {every: 1h}}}", "scaling.down.every: Kubernetes takes steps of 1s to 30m" },
        { "{image: \"a:1\", kind: worker, scaling: {max: 3, down: {stabilization: 61m}}}", "scaling.down.stabilization: Kubernetes looks back 1h at most" },
    };

    [Theory]
    [MemberData(nameof(OfAService))]
    public void OfAService_IsRefused(string service, string expected) => Assert.StartsWith($"services.s.{expected}", Only($"services: {{s: {service}}}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("images: {registry: Mirror.example.com}", "images.registry: 'Mirror.example.com' is not a registry")]
    [InlineData("images: {pullSecrets: [ok, Not OK]}", "images.pullSecrets[1]: 'Not OK' cannot name a Secret")]
    [InlineData("loadBalancing: {backend: haproxy, tlsSecret: A}", "loadBalancing.tlsSecret: 'A' cannot name a Secret")]
    [InlineData("runtimes: {gvisor: \"\"}", "runtimes.gvisor: '' cannot name a handler")]
    [InlineData("pools: {p: {labels: {\"bad key!\": a}}}", "pools.p.labels.bad key!: no node can have the label 'bad key!: a'")]
    [InlineData("performance: {p: {labels: {disk: a b}}}", "performance.p.labels.disk: no node can have the label 'disk: a b'")]
    [InlineData("namespace: kube-system", "namespace: the namespace 'kube-system' is Kubernetes' own")]
    [InlineData("monitoring: {size: small}\nnamespace: nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn", "namespace: its monitoring lives in 'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn-monitoring-agents', which has 64 characters")]
    [InlineData("access: {viewers: [\"\"]}", "access.viewers[0]: the group has no name")]
    [InlineData("namespace: default", "namespace: the namespace 'default' is Kubernetes' own")]
    [InlineData("loadBalancing: {backend: haproxy, scaling: {max: 3, up: {by: 0}}}", "loadBalancing.scaling.up.by: in steps of nothing")]
    public void OfTheStack_IsRefused(string setting, string expected) =>
        Assert.StartsWith(expected, Only($"{setting}\nservices: {{s: {{image: \"a:1\", kind: worker}}}}"), StringComparison.Ordinal);

    [Fact]
    public void ASystemWhoseNameCannotBeginThatOfAnObject_IsRefused_EvenInANamespaceOfAnotherName() => Assert.StartsWith(
        "name: 'Shop_1' cannot begin the name of a Kubernetes object; write 'shop-1'",
        Only("namespace: shop\nservices: {s: {image: \"a:1\", kind: worker}}", name: "Shop_1"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("default-deny: {image: \"a:1\", kind: worker}", "services.default-deny: its NetworkPolicy would be called 'default-deny', and the namespace itself has one of that name")]
    [InlineData("s: {image: \"a:1\", kind: worker, files: {/a: b}}, s-files: {image: \"a:1\", kind: worker, env: {A: b}}", "services.s.files: its ConfigMap would be called 's-files', and 's-files' has one of that name")]
    [InlineData("s: {image: \"a:1\", kind: stateful, port: 80}, s-pods: {image: \"a:1\", port: 80}", "services.s: its Service would be called 's-pods', and 's-pods' has one of that name")]
    [InlineData("a: {image: \"a:1\", kind: worker, volumes: {b-c: {mount: /a, kind: persistent, size: 1Gi, access: readWriteMany}}}, a-b: {image: \"a:1\", kind: worker, volumes: {c: {mount: /a, kind: persistent, size: 1Gi, access: readWriteMany}}}", "services.a-b.volumes.c: its PersistentVolumeClaim would be called 'a-b-c', and 'a' has one of that name")]
    [InlineData("s: {image: \"a:1\", port: 80, scaling: {max: 6, schedule: {a: {cron: \"@hourly\", min: 1}, z: {cron: \"@daily\", min: 1}}}}, s-min-z: {image: \"a:1\", kind: cron, schedule: \"@daily\"}", "services.s.scaling.schedule.z: its CronJob would be called 's-min-z', and 's-min-z' has one of that name")]
    public void TwoObjectsOfOneName_AreRefused(string services, string expected) => Assert.StartsWith(expected, Only($"services: {{{services}}}"), StringComparison.Ordinal);

    [Fact]
    public void AServiceTooLongForTheNameOfItsPods_IsRefused() => Assert.Contains(
        "which has 64 characters, and a Service's name may have 63; shorten it by 1",
        Only($"loadBalancing: haproxy\nservices: {{{new string('n', 59)}: {{image: \"a:1\", port: 80, traffic: {{hosts: [a.example.com]}}}}}}"),
        StringComparison.Ordinal);

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
    public void WhatIsRight_IsAccepted(string services) => Assert.Single(Load($"services: {{{services}}}").Settings.Services.Keys, key => key == "s");

    [Fact]
    public void ANullOverARequiredSetting_IsReportedWhereTheNullStands()
    {
        var sources = StackSources.Simulated("name: shop\nsizes: {small: {}}\nservices: {s: {image: \"a:1\", kind: worker}}", "config:\n  infra:services:\n    s:\n      image:\n");

        Assert.StartsWith(
            "stacks/Pulumi.dev.yaml:4: services.s.image: this setting is missing",
            Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources)).Errors).ToString(),
            StringComparison.Ordinal);
    }

    private static string Only(string catalogue, string name = "shop")
    {
        var error = Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(catalogue, name)).Errors);
        return $"{error.Path}: {error.Problem}; {error.Cure}";
    }

    private static LoadedSettings Load(string catalogue, string name = "shop") =>
        SettingsLoader.Load(StackSources.Simulated($"name: {name}\nsizes: {{small: {{requests: {{cpu: 100m, memory: 64Mi}}}}}}\n{catalogue}", ""));
}
