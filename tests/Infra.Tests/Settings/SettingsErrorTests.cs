using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

public class SettingsErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    [Fact]
    public void EveryError_IsReportedAtOnce_WithFileLinePathProblemAndCure()
    {
        var sources = StackSources.Simulated(
            """
            name: shop
            sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}
            services:
              catalog:
                image: shop/catalog:1.4
                prot: 8080
              orders:
                image: shop/orders:2.0
                port: 8080
                calls: [catalogue]
            """,
            """
            config:
              infra:faultTolerence: critical
              infra:services:
                catalog:
                  replicas: many
                orders:
                  port: 80800
                  resources:
                    requests: {memory: 512Mi}
                    limits: {memory: 256Mi}
            """);

        var errors = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Equal(
            """
            7 errors in the settings of stack 'dev':
              stacks/Pulumi.dev.yaml:2: faultTolerence: there is no such setting; did you mean 'faultTolerance'?
              stacks/Pulumi.dev.yaml:5: services.catalog.replicas: 'many' is not a whole number; write it in digits, as in 3
              stacks/Pulumi.dev.yaml:7: services.orders.port: 80800 is out of range; write a number from 1 to 65535
              stacks/Pulumi.dev.yaml:10: services.orders.resources.limits.memory: the limit 256Mi is below the request 512Mi; write a limit of at least 512Mi, or a lower request
              stacks/services.yaml:4: services.catalog: a service answers on a port, and none is given; write 'port: 8080', or 'kind: worker' if it listens to nobody
              stacks/services.yaml:6: services.catalog.prot: there is no such setting; did you mean 'port'?
              stacks/services.yaml:10: services.orders.calls[0]: there is no service 'catalogue'; did you mean 'catalog'?
            """,
            errors.Message);
    }

    public static TheoryData<string, string> Faults => new()
    {
        { "{port: 8080}", "services.s.image: this setting is missing" },
        { "{image: a:1, port: eighty}", "services.s.port: 'eighty' is not a whole number" },
        { "{image: a:1, port: \"8080\"}", "services.s.port: '8080' is not a whole number" },
        { "{image: [a], port: 80}", "services.s.image: a mapping with settings is expected here, not a list" },
        { "{image: 1.5, port: 80}", "services.s.image.reference: 1.5 is not a container image" },
        { "{image: a:1, port: 80, kind: servce}", "services.s.kind: 'servce' is not one of service, worker, stateful, job, cron, daemon; did you mean 'service'?" },
        { "{image: a:1, port: 80, args: --all}", "services.s.args: a list is expected here, not '--all'" },
        { "{image: a:1, port: 80, env: [A]}", "services.s.env: a mapping of names is expected here, not a list" },
        { "{image: a:1, port: 80, env: {A: 1.10}}", "services.s.env.A.value: 1.10 is not a text, a whole number or a boolean; write it in quotes if it has a fraction that matters" },
        { "{image: a:1, port: 80, env: {1A: x}}", "services.s.env.1A: '1A' cannot name an environment variable" },
        { "{image: a:1, port: 80, env: {A: {}}}", "services.s.env.A: the variable has no value" },
        { "{image: a:1, port: 80, env: {A: {value: x, address: t}}, calls: [t]}", "services.s.env.A: the variable has both a value and an address" },
        { "{image: a:1, port: 80, env: {A: {address: t}}}", "services.s.env.A.address: 's' does not call 't'" },
        { "{image: a:1, port: 80, env: {A: {secure: v1:x}}}", "services.s.env.A: an encrypted value can only be read from the configuration of a stack" },
        { "{image: a:1, port: 80, resources: smal}", "services.s.resources: there is no size 'smal'; did you mean 'small'?" },
        { "{image: a:1, port: 80, resources: {requests: {cpu: 100mm}}}", "services.s.resources.requests.cpu: '100mm' is not a quantity" },
        { "{image: a:1, port: 80, resources: {requests: {cpu: -1}}}", "services.s.resources.requests.cpu: -1 is less than nothing" },
        { "{image: a:1, port: 80, resources: {limits: {memory: 64Mi}}}", "services.s.resources.limits.memory: the limit 64Mi is below the request 128Mi" },
        { "{image: a:1, port: 80, health: {detectWithin: 15}}", "services.s.health.detectWithin: 15 is not a duration" },
        { "{image: a:1, port: 80, scaling: {min: 5, max: 3}}", "services.s.scaling.min: the minimum 5 is above the maximum 3" },
        { "{image: a:1, port: 80, scaling: {min: 1}}", "services.s.scaling.max: this setting is missing" },
        { "{image: a:1, port: 80, replicas: 2, scaling: {max: 3}}", "services.s.replicas: a fixed number of pods and scaling contradict each other" },
        { "{image: a:1, port: 80, scaling: {max: 3}, resources: {requests: {cpu: 0}}}", "services.s.scaling: utilisation is a share of the cpu request" },
        { "{image: a:1, port: 80, calls: [s]}", "services.s.calls[0]: a service need not be allowed to call itself" },
        { "{image: a:1, port: 80, calls: [w]}", "services.s.calls[0]: 'w' has no port to be called at" },
        { "{image: a:1, port: 80, external: [example.com]}", "services.s.external[0]: 'example.com' is not an outside address" },
        { "{image: a:1, port: 80, traffic: {expose: clusterIp, hosts: [shop.example.com]}}", "services.s.traffic.hosts: the hosts lead nowhere" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [\"https://shop.example.com/\"]}}", "services.s.traffic.hosts[0]: 'https://shop.example.com/' is not a host name" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [t.example.com]}}", "services.t.traffic.hosts[0]: the host 't.example.com' already leads to 's'" },
        { "{image: a:1, kind: worker, traffic: {hosts: [shop.example.com]}}", "services.s.traffic.hosts[0]: the host 'shop.example.com' leads to a service without a port" },
        { "{image: a:1, kind: worker, traffic: {expose: loadBalancer}}", "services.s.traffic.expose: a service without a port cannot be exposed" },
        { "{image: a:1, kind: worker, port: 80}", "services.s.port: a worker listens to nobody" },
        { "{image: a:1}", "services.s: a service answers on a port, and none is given" },
        { "{image: a:1, kind: cron}", "services.s: a cron service needs to know when to run" },
        { "{image: a:1, port: 80, schedule: \"0 3 * * *\"}", "services.s.schedule: only a cron service runs by the clock" },
        { "{image: a:1, kind: cron, schedule: \"0 25 * * *\"}", "services.s.schedule: '0 25 * * *' is not a schedule: '25' is not a hour (0 to 23)" },
        { "{image: a:1, kind: cron, schedule: {cron: \"@daily\", timeZone: Europe/Berlln}}", "services.s.schedule.timeZone: there is no time zone 'Europe/Berlln'; did you mean 'Europe/Berlin'?" },
        { "{image: a:1, kind: cron, schedule: \"@daily\", replicas: 2}", "services.s.replicas: a cron service runs by the clock and ends by itself, so nobody chooses a number of pods; remove" },
        { "{image: a:1, kind: job, replicas: 2}", "services.s.replicas: a job ends by itself, so nobody chooses a number of pods; remove 'replicas', or write 'job: {parallelism: 3}'" },
        { "{image: a:1, kind: daemon, scaling: {max: 2}}", "services.s.scaling: a daemon runs once on every node, so load cannot scale it; remove 'scaling'" },
        { "{image: a:1, kind: job, restart: always}", "services.s.restart: Kubernetes allows 'onFailure' and 'never' for a job" },
        { "{image: a:1, kind: worker, restart: never}", "services.s.restart: Kubernetes allows only 'always' for a worker" },
        { "{image: a:1, kind: worker, volumes: {d: {mount: data}}}", "services.s.volumes.d.mount: 'data' is not an absolute path" },
        { "{image: a:1, kind: worker, volumes: {d: {mount: /d}, e: {mount: /d/}}}", "services.s.volumes.e.mount: '/d/' is taken already, by services.s.volumes.d.mount" },
        { "{image: a:1, kind: worker, files: {/d: x}, volumes: {d: {mount: /d}}}", "services.s.volumes.d.mount: '/d' is taken already, by services.s.files./d" },
        { "{image: a:1, kind: stateful, volumes: {d: {mount: /d, kind: persistent}}}", "services.s.volumes.d: a persistent volume has a size" },
        { "{image: a:1, kind: worker, volumes: {d: {mount: /d, kind: persistent, size: 1Gi}}}", "services.s.volumes.d.access: several pods share this volume" },
        { "{image: a:1, kind: worker, init: {s: {image: b:1}}}", "services.s.init.s: another container of the pod is called 's' already" },
        { "{image: a:1, port: 80, sidecars: {p: {image: b:1, port: 80}}}", "services.s.sidecars.p.port: another container of the pod listens on 80 already" },
        { "{image: {reference: a:1, tag: \"a b\"}, port: 80}", "services.s.image.tag: 'a b' is not a tag" },
        { "{image: {reference: a:1, digest: \"sha256:12\"}, port: 80}", "services.s.image.digest: 'sha256:12' is not a digest" },
        { "{image: a:1, port: 80, placement: {pool: batch}}", "services.s.placement.pool: the stack's 'pools' have no 'batch'; declare it under 'pools'" },
        { "{image: a:1, port: 80, placement: {priority: high}}", "services.s.placement.priority: the stack's 'priorities' have no 'high'" },
        { "{image: a:1, port: 80, placement: {runtime: gvisor}}", "services.s.placement.runtime: the stack's 'runtimes' have no 'gvisor'" },
        { "{image: a:1, port: 80, placement: {performance: fast}}", "services.s.placement.performance: the stack's 'performance' have no 'fast'" },
        { "{image: a:1, port: 80, placement: {near: [x]}}", "services.s.placement.near[0]: there is no service 'x'" },
        { "{image: a:1, port: 80, placement: {near: [t], awayFrom: [t]}}", "services.s.placement.awayFrom: 't' is to be near and away at once" },
        { "{image: a:1, port: 80, traffic: {stickyFor: 1h}}", "services.s.traffic.stickyFor: clients come back to the same pod" },
        { "{image: a:1, port: 80, traffic: {algorithm: clientIp, stickyFor: 2d}}", "services.s.traffic.stickyFor: clients come back to the same pod" },
        { "{image: a:1, port: 80, health: {detectWithin: 500ms}}", "services.s.health.detectWithin: Kubernetes probes in whole seconds" },
        { "{image: a:1, port: 80, health: {liveness: {path: alive}}}", "services.s.health.liveness.path: 'alive' is not a path" },
        { "{image: a:1, kind: worker, health: {path: /ready}}", "services.s.health.path: a path is asked for at a port" },
        { "{image: a:1, port: 80, scaling: {max: 3, containers: {proxy: {cpu: 50}}}}", "services.s.scaling.containers.proxy: the service has no container 'proxy'" },
        { "{image: a:1, port: 80, owner: \"Team A\"}", "services.s.owner: 'Team A' cannot be the value of a label" },
        { "{image: a:1, port: 80, qos: guaranteed}", "services.s.qos: the amounts make the pods 'burstable', not 'guaranteed'; give every container limits of CPU and memory that are its requests" },
        { "{image: a:1, port: 80, qos: bestEffort}", "services.s.qos: the amounts make the pods 'burstable', not 'bestEffort'" },
        { "{image: a:1, port: 80, qos: burstable, resources: {limits: {cpu: 100m, memory: 128Mi}}}", "services.s.qos: the amounts make the pods 'guaranteed', not 'burstable'" },
        { "{image: a:1, kind: cron, schedule: \"@daily\", scaling: {max: 2}}", "services.s.scaling: a cron service runs by the clock and ends by itself, so load cannot scale it" },
        { "{image: a:1, port: 80, traffic: {algorithm: weighted}}", "services.s.traffic.algorithm: without versions there is nothing to weigh" },
        { "{image: a:1, port: 80, traffic: {weight: 5}}", "services.s.traffic.weight: a weight is a share beside other versions, and there are none" },
        { "{image: a:1, port: 80, versions: {canary: {tag: \"2\"}}}", "services.s.versions.canary.weight: this setting is missing" },
        { "{image: a:1, port: 80, traffic: {weight: 0}, versions: {canary: {weight: 0}}}", "services.s.versions: the weights sum to nothing" },
        { "{image: a:1, port: 80, versions: {a: {weight: 60}, b: {weight: 60}}}", "services.s.versions: the weights come to 120" },
        { "{image: a:1, port: 80, versions: {a: {weight: 60, resources: smal}}}", "services.s.versions.a.resources: there is no size 'smal'; did you mean 'small'?" },
        { "{image: a:1, port: 80, versions: {a: {weight: 60, resources: {limits: {memory: 1Mi}}}}}", "services.s.versions.a.resources.limits.memory: the limit 1Mi is below the request 128Mi" },
        { "{image: a:1, port: 80, scaling: {max: 3}, versions: {a: {weight: 60, resources: {requests: {cpu: 0}}}}}", "services.s.scaling: utilisation is a share of the cpu request, and one of its versions requests none" },
        { "{image: a:1, port: 80, versions: {a: {weight: 60, env: {1A: x}}}}", "services.s.versions.a.env.1A: '1A' cannot name an environment variable" },
        { "{image: a:1, port: 80, versions: {a: {weight: 60, env: {A: {address: t}}}}}", "services.s.versions.a.env.A.address: 's' does not call 't'" },
        { "{image: a:1, port: 80, versions: {a: {weight: 60, files: {a.conf: x}}}}", "services.s.versions.a.files[\"a.conf\"]: 'a.conf' is not an absolute path in a container" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], timeout: 0s}}", "services.s.traffic.timeout: an answer takes from one millisecond to one day" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], paths: [//a]}}", "services.s.traffic.paths[0]: '//a' is not a path" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], paths: [/a%2Fb]}}", "services.s.traffic.paths[0]: '/a%2Fb' is not a path" },
        { "{image: a:1, port: 80, health: {path: \"/a b\"}}", "services.s.health.path: '/a b' is not a path" },
        { "{image: a:1, port: 80, versions: {stable: {weight: 60}}}", "services.s.versions.stable: 'stable' is taken" },
        { "{image: a:1, kind: worker, versions: {canary: {weight: 60}}}", "services.s.versions: only a service with a port has requests to share out" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], failover: u}}", "services.s.traffic.failover: there is no service 'u'" },
        { "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], failover: w}}", "services.s.traffic.failover: 'w' has no port to answer at" },
        { "{image: a:1, port: 80, traffic: {failover: t}}", "services.s.traffic.failover: only the load balancer fails over" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void AFault_IsNamedAtItsPlace(string service, string expected)
    {
        var catalogue = $$"""
            name: shop
            {{Sizes}}
            services:
              w: {image: w:1, kind: worker}
              s: {{service}}
              t: {image: t:1, port: 80, traffic: {expose: nodePort, hosts: [t.example.com] } }
            """;

        var errors = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(StackSources.Simulated(catalogue, ""))).Errors;

        var error = Assert.Single(errors);
        Assert.Contains(expected, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(expected.StartsWith("services.t", StringComparison.Ordinal) ? 6 : 5, error.Location.Line);
    }

    [Fact]
    public void TwoServicesOfOneName_AreReportedWithBothLines()
    {
        var error = Only($"name: shop\n{Sizes}\nservices:\n  a: {{image: a:1, port: 80}}\n  a: {{image: b:1, port: 80}}\n");

        Assert.Equal("stacks/services.yaml:5: services.a: 'a' stands here twice, first in line 4; rename or remove one of the two", error);
    }

    [Fact]
    public void TwoServicesOfOneName_HideNoOtherError()
    {
        var errors = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(StackSources.Simulated(
            $$"""
            name: shop
            {{Sizes}}
            services:
              a: {image: a:1, port: 80}
              a: {image: b:1, prot: 80}
              c: {image: c:1, port: 80, calls: [zebra]}
            """,
            "config:\n  infra:faultTolerance: critcal\n"))).Errors;

        Assert.Equal(
            [
                "stacks/Pulumi.dev.yaml:2: faultTolerance: 'critcal' is not one of development, standard, critical; did you mean 'critical'?",
                "stacks/services.yaml:5: services.a: 'a' stands here twice, first in line 4; rename or remove one of the two",
                "stacks/services.yaml:5: services.a.prot: there is no such setting; did you mean 'port'?",
                "stacks/services.yaml:6: services.c.calls[0]: there is no service 'zebra'; known here: a",
            ],
            errors.Select(error => error.ToString()));
    }

    [Theory]
    [InlineData("catlog: {replicas: 2}", "stacks/Pulumi.dev.yaml:3: services.catlog: no service 'catlog' in the catalogue; did you mean 'catalog'?")]
    [InlineData("catlog: null", "stacks/Pulumi.dev.yaml:3: services.catlog: no service 'catlog' in the catalogue; did you mean 'catalog'?")]
    [InlineData("zebra: {replicas: 2}", "stacks/Pulumi.dev.yaml:3: services.zebra: no service 'zebra' in the catalogue; known here: catalog")]
    public void AnOverrideOfAServiceThatTheCatalogueLacks_IsRefused(string overriding, string expected)
    {
        var errors = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(StackSources.Simulated(
            $"name: shop\n{Sizes}\nservices: {{catalog: {{image: a:1, port: 80}}}}",
            $"config:\n  infra:services:\n    {overriding}\n"))).Errors.Select(error => error.ToString()).ToArray();

        Assert.Contains(expected, errors);
        Assert.Equal(overriding.EndsWith("null", StringComparison.Ordinal) ? 1 : 2, errors.Length);
    }

    [Fact]
    public void AServiceOfAStackAlone_NeedsNoCatalogue() => Assert.Contains("extra", SettingsLoader.Load(StackSources.Simulated(
        $"name: shop\n{Sizes}\nservices: {{catalog: {{image: a:1, port: 80}}}}",
        "config:\n  infra:services:\n    extra: {image: \"b:1\", port: 80}\n")).Settings.Services.Keys);

    [Theory]
    [InlineData("", "stacks/services.yaml:1: cluster: the stack does not say which cluster it lands on; write 'infra:cluster: {kind: simulated}'")]
    [InlineData("cluster: {name: shared}", "stacks/services.yaml:4: cluster.kind: this setting is missing; write 'kind: <one of simulated, existing>'")]
    public void AStackThatNamesNoCluster_IsRefused(string cluster, string expected) => Assert.StartsWith(
        expected,
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(StackSources.From(
            $"name: shop\n{Sizes}\nservices: {{catalog: {{image: a:1, port: 80}}}}\n{cluster}", ""))).Errors).ToString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("{cpu: 199m}", "stacks/services.yaml:4: quota.cpu: 199m is less than the 200m that the services need at their smallest; write at least 200m")]
    [InlineData("{memory: 255Mi}", "stacks/services.yaml:4: quota.memory: 255Mi is less than the 256Mi that")]
    [InlineData("{pods: 1}", "stacks/services.yaml:4: quota.pods: 1 is less than the 2 that")]
    public void AQuotaBelowTheSumOfMinimums_IsRefused(string quota, string expected) => Assert.StartsWith(
        expected,
        Only($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, replicas: 2}}}}\nquota: {quota}"),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("sizes: {small: {limits: {memory: 256Mi}}}\nservices: {s: {image: \"a:1\", kind: worker}}\nquota: {cpu: 1}", "quota.cpu: a quota of cpu refuses pods that request none, and some container does not")]
    [InlineData("sizes: {small: {requests: {cpu: 100m, memory: 1Mi}}}\nloadBalancing: haproxy\nservices: {s: {image: \"a:1\", port: 80, replicas: 1, traffic: {hosts: [a.example.com]}}}\nquota: {pods: 2}", "quota.pods: 2 is less than the 3 that")]
    public void AQuota_CountsEveryContainer_AndTheLoadBalancer(string catalogue, string expected) => Assert.Contains(expected, Only($"name: shop\n{catalogue}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("sizes: {small: {limits: {memory: 256Mi}}, big: {requests: {memory: 512Mi}}}\nservices: {s: {image: \"a:1\", kind: worker, resources: big}}", "sizes.big.limits.memory: what says no limit gets that of the size 'small' from the namespace, 256Mi, and that is below the request 512Mi; write a limit of at least 512Mi")]
    [InlineData("sizes: {small: {limits: {cpu: 100m}}, other: {}}\nservices: {s: {image: \"a:1\", kind: worker, sidecars: {p: {image: \"b:1\", resources: {size: other, requests: {cpu: 1}}}}}}", "services.s.sidecars.p.resources.limits.cpu: what says no limit gets that of the size 'small' from the namespace, 100m")]
    [InlineData("sizes: {small: {}}\nservices: {s: {image: \"a:1\", kind: worker, init: {p: {image: \"b:1\", resources: smal}}}}", "services.s.init.p.resources: there is no size 'smal'; did you mean 'small'?")]
    [InlineData("sizes: {small: {}}\nloadBalancing: {backend: haproxy, resources: big}\nservices: {s: {image: \"a:1\", kind: worker}}", "loadBalancing.resources: there is no size 'big'; known here: small")]
    public void AnAmountThatTheNamespaceWouldNotAdmit_IsRefused(string catalogue, string expected) => Assert.Contains(expected, Only($"name: shop\n{catalogue}"), StringComparison.Ordinal);

    [Theory]
    [InlineData("a: {cron: \"0 7 * *\", min: 2}", "services.s.scaling.schedule.a: '0 7 * *' is not a schedule")]
    [InlineData("a: {cron: \"0 7 * * *\", min: 2, timeZone: Europe/Berlln}", "services.s.scaling.schedule.a.timeZone: there is no time zone 'Europe/Berlln'; did you mean 'Europe/Berlin'?")]
    [InlineData("a: {cron: \"0 7 * * *\", min: 7}", "services.s.scaling.schedule.a.min: the minimum 7 is above the maximum 6")]
    [InlineData("a: {cron: \"0 7 * * *\", min: 0}", "services.s.scaling.schedule.a.min: 0 is out of range")]
    [InlineData("a: {cron: \"0 7 * * *\"}", "services.s.scaling.schedule.a.min: this setting is missing")]
    [InlineData("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee: {cron: \"0 7 * * *\", min: 2}", "services.s.scaling.schedule.aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeee: its CronJob would be called")]
    public void AMinimumByTheClockThatCannotBe_IsRefused(string minimum, string expected) => Assert.Contains(
        expected,
        Only($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, scaling: {{max: 6, schedule: {{{minimum}, z: {{cron: \"@daily\", min: 1}}}}}}}}}}"),
        StringComparison.Ordinal);

    [Fact]
    public void TheLoadBalancersScaling_IsCheckedAsWell() => Assert.Contains(
        "loadBalancing.scaling.min: the minimum 5 is above the maximum 4",
        Only($"name: shop\n{Sizes}\nloadBalancing: {{backend: haproxy, scaling: {{min: 5, max: 4}}}}\nservices: {{s: {{image: a:1, port: 80}}}}"),
        StringComparison.Ordinal);

    [Fact]
    public void AQuotaOfExactlyTheMinimums_IsAccepted() => Assert.Equal(
        2,
        SettingsLoader.Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, replicas: 2}}}}\nquota: {{cpu: 200m, memory: 256Mi, pods: 2}}", "")).Settings.Quota.Pods);

    [Fact]
    public void AStatefulServiceWithALongName_IsRefused() => Assert.Contains(
        "the revisions of a stateful service add 11",
        Only($"name: shop\n{Sizes}\nservices: {{{new string('n', 53)}: {{image: a:1, kind: stateful, port: 80}}}}"),
        StringComparison.Ordinal);

    [Fact]
    public void ANameTooLongOnceCombinedWithTheStacks_IsRefused() => Assert.Contains(
        "it becomes the label 'nnnnn",
        Only($"name: {new string('n', 60)}\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}"),
        StringComparison.Ordinal);

    [Fact]
    public void WhatIsNoYaml_IsReportedWithItsLine() =>
        Assert.StartsWith("stacks/services.yaml:3: this is not valid YAML:", Only("name: shop\nservices:\n  a: [1\n  b: 2\n"), StringComparison.Ordinal);

    [Fact]
    public void ANameThatKubernetesRefuses_IsReportedWithABetterOne() => Assert.Equal(
        "stacks/services.yaml:3: services.OrderService: 'OrderService' cannot name a Kubernetes object; write 'order-service': lower-case letters, digits and '-', a letter first, at most 63 characters",
        Only($"name: shop\n{Sizes}\nservices: {{OrderService: {{image: a:1, port: 80}}}}"));

    [Fact]
    public void AGatewayWithoutClass_IsRefused() => Assert.Equal(
        "stacks/services.yaml:3: loadBalancing: a Gateway has a class; write 'gatewayClass: <name>'; 'kubectl get gatewayclass' lists those of the cluster",
        Only($"name: shop\n{Sizes}\nloadBalancing: gatewayApi\nservices: {{s: {{image: a:1, port: 80}}}}"));

    [Fact]
    public void AServiceNamedLikeTheLoadBalancer_IsRefused() => Assert.Contains(
        "services.load-balancer: the stack's load balancer has this name",
        Only($"name: shop\n{Sizes}\nloadBalancing: haproxy\nservices: {{load-balancer: {{image: a:1, port: 80}}}}"),
        StringComparison.Ordinal);

    [Fact]
    public void TwoServicesOfOneHostAndPath_AreRefused_AndOfDifferentPathsAreNot() => Assert.Contains(
        "services.c.traffic.hosts[0]: the host 'x.example.com/api' already leads to 'b'",
        Only($$"""
            name: shop
            {{Sizes}}
            loadBalancing: haproxy
            services:
              a: {image: a:1, port: 80, traffic: {hosts: [x.example.com]} }
              b: {image: a:1, port: 80, traffic: {hosts: [x.example.com], paths: [/api]} }
              c: {image: a:1, port: 80, traffic: {hosts: [x.example.com], paths: [/api/]} }
            """),
        StringComparison.Ordinal);

    [Fact]
    public void ACronServiceWithALongName_IsRefused()
    {
        var name = new string('n', 53);

        Assert.Contains("Jobs of a cron service add 11", Only($"name: shop\n{Sizes}\nservices: {{{name}: {{image: a:1, kind: cron, schedule: \"@daily\"}}}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("DB_PASSWORD: hunter2", true)]
    [InlineData("DATABASE_URL: \"postgres://shop:hunter2@db/shop\"", true)]
    [InlineData("KEY: \"-----BEGIN PRIVATE KEY-----\"", true)]
    [InlineData("DB_PASSWORD_FILE: /run/secrets/db", false)]
    [InlineData("DATABASE_URL: \"postgres://db/shop\"", false)]
    [InlineData("API_TOKEN: {value: sandbox, secret: true}", false)]
    public void ASecretInPlainText_IsWarnedOf(string variable, bool warns)
    {
        var warnings = SettingsLoader.Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80, env: {{{variable}}}}}}}", "")).Warnings;

        Assert.Equal(warns, warnings.Count == 1);
        Assert.DoesNotContain("hunter2", string.Concat(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("image: a", "nobody can tell which version this image is")]
    [InlineData("image: \"a:latest\"", "nobody can tell which version this image is")]
    [InlineData("image: \"a:1\", scaling: {max: 6, schedule: {day: {cron: \"@daily\", min: 2}}}", "one time alone sets the minimum once and for all")]
    [InlineData("image: \"a:1\", traffic: {ejectAfter: 5}", "plain Services pass connections on and know nothing of requests")]
    [InlineData("image: \"a:1\", traffic: {algorithm: leastRequest}", "plain Services cannot balance by 'leastRequest'")]
    [InlineData("image: \"a:1\", replicas: 3, versions: {canary: {tag: \"2\", weight: 10}}", "1 of 4 pods get about 25 % where 10 % is wanted")]
    public void WhatIsAllowedButDoubtful_IsWarnedOf(string settings, string expected) => Assert.Contains(
        expected,
        Assert.Single(SettingsLoader.Load(StackSources.Simulated($"name: shop\n{Sizes}\nservices: {{s: {{port: 80, {settings}}}}}", "")).Warnings).ToString(),
        StringComparison.Ordinal);

    [Fact]
    public void AWrongSecretValue_IsNotShown()
    {
        var sources = StackSources.Simulated(
            $"name: shop\n{Sizes}\nservices: {{s: {{image: a:1, port: 80}}}}",
            "config:\n  infra:services:\n    s:\n      port: {secure: \"v1:hunter2\"}\n");

        var error = Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(sources));

        Assert.Contains("stacks/Pulumi.dev.yaml:4: services.s.port: the secret value is not a whole number", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static string Only(string catalogue) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => SettingsLoader.Load(StackSources.Simulated(catalogue, ""))).Errors).ToString();
}
