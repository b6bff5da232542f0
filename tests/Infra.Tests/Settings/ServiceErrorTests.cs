using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;

namespace Infra.Tests.Settings;

/// <summary>Errors in the settings of a service.</summary>
public class ServiceErrorTests
{
    private const string Sizes = "sizes: {small: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}}";

    public static TheoryData<string, string> Errors =>
        new()
        {
            { "{port: 8080}", "services.s.image: this setting is missing" },
            { "{image: a:1, port: eighty}", "services.s.port: 'eighty' is not a whole number" },
            { "{image: a:1, port: \"8080\"}", "services.s.port: '8080' is not a whole number" },
            { "{image: [a], port: 80}", "services.s.image: a mapping with settings is expected here, not a list" },
            { "{image: 1.5, port: 80}", "services.s.image.reference: 1.5 is not a container image" },
            {
                "{image: a:1, port: 80, kind: servce}",
                "services.s.kind: 'servce' is not one of service, worker, stateful, job, cron, daemon; did you mean 'service'?"
            },
            { "{image: a:1, port: 80, args: --all}", "services.s.args: a list is expected here, not '--all'" },
            { "{image: a:1, port: 80, env: [A]}", "services.s.env: a mapping of names is expected here, not a list" },
            {
                "{image: a:1, port: 80, env: {A: 1.10}}",
                "services.s.env.A.value: 1.10 is not a string, a whole number or a boolean; write it in quotes: \"1.10\""
            },
            { "{image: a:1, port: 80, env: {1A: x}}", "services.s.env.1A: '1A' is not a valid name of an environment variable" },
            { "{image: a:1, port: 80, env: {A: {}}}", "services.s.env.A: the variable has no value" },
            {
                "{image: a:1, port: 80, env: {A: {value: x, address: t}}, calls: [t]}",
                "services.s.env.A: the variable has both a value and an address"
            },
            { "{image: a:1, port: 80, env: {A: {address: t}}}", "services.s.env.A.address: 's' does not call 't'" },
            {
                "{image: a:1, port: 80, env: {A: {secure: v1:x}}}",
                "services.s.env.A: an encrypted value can only be read from the configuration of a stack"
            },
            { "{image: a:1, port: 80, resources: smal}", "services.s.resources: there is no size 'smal'; did you mean 'small'?" },
            {
                "{image: a:1, port: 80, resources: {requests: {cpu: 100mm}}}",
                "services.s.resources.requests.cpu: '100mm' is not a quantity"
            },
            { "{image: a:1, port: 80, resources: {requests: {cpu: -1}}}", "services.s.resources.requests.cpu: -1 is negative" },
            {
                "{image: a:1, port: 80, resources: {limits: {memory: 64Mi}}}",
                "services.s.resources.limits.memory: the limit 64Mi is below the request 128Mi"
            },
            { "{image: a:1, port: 80, health: {detectWithin: 15}}", "services.s.health.detectWithin: 15 is not a duration" },
            { "{image: a:1, port: 80, scaling: {min: 5, max: 3}}", "services.s.scaling.min: the minimum 5 is above the maximum 3" },
            { "{image: a:1, port: 80, scaling: {min: 1}}", "services.s.scaling.max: this setting is missing" },
            {
                "{image: a:1, port: 80, replicas: 2, scaling: {max: 3}}",
                "services.s.replicas: 'replicas' and 'scaling' exclude each other"
            },
            {
                "{image: a:1, port: 80, scaling: {max: 3}, resources: {requests: {cpu: 0}}}",
                "services.s.scaling: utilization is a percentage of the cpu request"
            },
            {
                "{image: a:1, port: 80, kind: stateful, calls: [s]}",
                "services.s.calls[0]: the pods of a stateful service may always call each other"
            },
            { "{image: a:1, port: 80, calls: [w]}", "services.s.calls[0]: 'w' has no port" },
            { "{image: a:1, port: 80, after: [s]}", "services.s.after[0]: a service cannot wait for itself" },
            { "{image: a:1, port: 80, after: [x]}", "services.s.after[0]: there is no service 'x'" },
            { "{image: a:1, port: 80, after: [w, w]}", "services.s.after[1]: 'w' is listed twice" },
            { "{image: a:1, port: 80, external: [example.com]}", "services.s.external[0]: 'example.com' is not an outside address" },
            {
                "{image: a:1, port: 80, traffic: {expose: clusterIp, hosts: [shop.example.com]}}",
                "services.s.traffic.hosts: requests for the hosts never arrive"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [\"https://shop.example.com/\"]}}",
                "services.s.traffic.hosts[0]: 'https://shop.example.com/' is not a valid host name"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [t.example.com]}}",
                "services.t.traffic.hosts[0]: 't.example.com' is already routed to 's'"
            },
            {
                "{image: a:1, kind: worker, traffic: {hosts: [shop.example.com]}}",
                "services.s.traffic.hosts[0]: the host 'shop.example.com' needs a service with a port"
            },
            {
                "{image: a:1, kind: worker, traffic: {expose: loadBalancer}}",
                "services.s.traffic.expose: a service without a port cannot be exposed"
            },
            { "{image: a:1, kind: worker, port: 80}", "services.s.port: a worker answers no requests, so it has no port" },
            { "{image: a:1}", "services.s: a service needs a port" },
            { "{image: a:1, kind: cron}", "services.s: a cron service needs a schedule" },
            { "{image: a:1, port: 80, schedule: \"0 3 * * *\"}", "services.s.schedule: only a cron service has a schedule" },
            {
                "{image: a:1, kind: cron, schedule: \"0 25 * * *\"}",
                "services.s.schedule: '0 25 * * *' is not a valid schedule: '25' is not a hour (0 to 23)"
            },
            {
                "{image: a:1, kind: cron, schedule: {cron: \"@daily\", timeZone: Europe/Berlln}}",
                "services.s.schedule.timeZone: there is no time zone 'Europe/Berlln'; did you mean 'Europe/Berlin'?"
            },
            {
                "{image: a:1, kind: cron, schedule: \"@daily\", replicas: 2}",
                "services.s.replicas: a cron service runs to completion, so it has no replicas; remove"
            },
            {
                "{image: a:1, kind: job, replicas: 2}",
                "services.s.replicas: a job runs to completion, so it has no replicas; remove 'replicas', or write 'job: {parallelism: 3}'"
            },
            {
                "{image: a:1, kind: daemon, scaling: {max: 2}}",
                "services.s.scaling: a daemon runs once on every node, so it cannot be autoscaled; remove 'scaling'"
            },
            { "{image: a:1, kind: job, restart: always}", "services.s.restart: Kubernetes allows only 'onFailure' and 'never' for a job" },
            { "{image: a:1, kind: worker, restart: never}", "services.s.restart: Kubernetes allows only 'always' for a worker" },
            {
                "{image: a:1, kind: worker, volumes: {d: {mount: data}}}",
                "services.s.volumes.d.mount: 'data' is not a valid absolute path"
            },
            {
                "{image: a:1, kind: worker, volumes: {d: {mount: /d}, e: {mount: /d/}}}",
                "services.s.volumes.e.mount: '/d/' is already used by services.s.volumes.d.mount"
            },
            {
                "{image: a:1, kind: worker, files: {/d: x}, volumes: {d: {mount: /d}}}",
                "services.s.volumes.d.mount: '/d' is already used by services.s.files./d"
            },
            {
                "{image: a:1, kind: stateful, volumes: {d: {mount: /d, kind: persistent}}}",
                "services.s.volumes.d: a persistent volume needs a size"
            },
            {
                "{image: a:1, kind: worker, volumes: {d: {mount: /d, kind: persistent, size: 1Gi}}}",
                "services.s.volumes.d.access: several pods share this volume"
            },
            { "{image: a:1, kind: worker, init: {s: {image: b:1}}}", "services.s.init.s: the pod already has a container 's'" },
            {
                "{image: a:1, port: 80, sidecars: {p: {image: b:1, port: 80}}}",
                "services.s.sidecars.p.port: another container of the pod already listens on port 80"
            },
            { "{image: {reference: a:1, tag: \"a b\"}, port: 80}", "services.s.image.tag: 'a b' is not a valid tag" },
            { "{image: {reference: a:1, digest: \"sha256:12\"}, port: 80}", "services.s.image.digest: 'sha256:12' is not a valid digest" },
            {
                "{image: a:1, port: 80, placement: {pool: batch}}",
                "services.s.placement.pool: there is no 'batch' in the stack's 'pools'; declare it under 'pools'"
            },
            {
                "{image: a:1, port: 80, placement: {priority: high}}",
                "services.s.placement.priority: there is no 'high' in the stack's 'priorities'"
            },
            {
                "{image: a:1, port: 80, placement: {runtime: gvisor}}",
                "services.s.placement.runtime: there is no 'gvisor' in the stack's 'runtimes'"
            },
            {
                "{image: a:1, port: 80, placement: {performance: fast}}",
                "services.s.placement.performance: there is no 'fast' in the stack's 'performance'"
            },
            { "{image: a:1, port: 80, placement: {near: [x]}}", "services.s.placement.near[0]: there is no service 'x'" },
            {
                "{image: a:1, port: 80, placement: {near: [t], awayFrom: [t]}}",
                "services.s.placement.awayFrom: 't' is in both 'near' and 'awayFrom'"
            },
            {
                "{image: a:1, port: 80, traffic: {stickyFor: 1h}}",
                "services.s.traffic.stickyFor: 'stickyFor' needs the algorithm 'clientIp' and a time from one second to one day"
            },
            {
                "{image: a:1, port: 80, traffic: {algorithm: clientIp, stickyFor: 2d}}",
                "services.s.traffic.stickyFor: 'stickyFor' needs the algorithm 'clientIp' and a time from one second to one day"
            },
            {
                "{image: a:1, port: 80, health: {detectWithin: 500ms}}",
                "services.s.health.detectWithin: the resolution of Kubernetes' probes is one second"
            },
            { "{image: a:1, port: 80, health: {liveness: {path: alive}}}", "services.s.health.liveness.path: 'alive' is not a valid path" },
            { "{image: a:1, kind: worker, health: {path: /ready}}", "services.s.health.path: a health path needs a port" },
            {
                "{image: a:1, port: 80, scaling: {max: 3, containers: {proxy: {cpu: 50}}}}",
                "services.s.scaling.containers.proxy: the service has no container 'proxy'"
            },
            { "{image: a:1, port: 80, owner: \"Team A\"}", "services.s.owner: 'Team A' is not a valid label value" },
            {
                "{image: a:1, port: 80, qos: guaranteed}",
                "services.s.qos: the requests and limits make the pods 'burstable', not 'guaranteed'; give every container CPU and memory limits equal to its requests"
            },
            {
                "{image: a:1, port: 80, qos: bestEffort}",
                "services.s.qos: the requests and limits make the pods 'burstable', not 'bestEffort'"
            },
            {
                "{image: a:1, port: 80, qos: burstable, resources: {limits: {cpu: 100m, memory: 128Mi}}}",
                "services.s.qos: the requests and limits make the pods 'guaranteed', not 'burstable'"
            },
            {
                "{image: a:1, kind: cron, schedule: \"@daily\", scaling: {max: 2}}",
                "services.s.scaling: a cron service runs to completion, so it cannot be autoscaled"
            },
            {
                "{image: a:1, port: 80, traffic: {algorithm: weighted}}",
                "services.s.traffic.algorithm: the algorithm 'weighted' needs versions"
            },
            {
                "{image: a:1, port: 80, traffic: {weight: 5}}",
                "services.s.traffic.weight: a weight needs other versions to share requests with"
            },
            { "{image: a:1, port: 80, versions: {canary: {tag: \"2\"}}}", "services.s.versions.canary.weight: this setting is missing" },
            { "{image: a:1, port: 80, traffic: {weight: 0}, versions: {canary: {weight: 0}}}", "services.s.versions: all weights are 0" },
            {
                "{image: a:1, port: 80, versions: {a: {weight: 60}, b: {weight: 60}}}",
                "services.s.versions: the weights add up to 120, which is more than 100"
            },
            {
                "{image: a:1, port: 80, versions: {a: {weight: 60, resources: smal}}}",
                "services.s.versions.a.resources: there is no size 'smal'; did you mean 'small'?"
            },
            {
                "{image: a:1, port: 80, versions: {a: {weight: 60, resources: {limits: {memory: 1Mi}}}}}",
                "services.s.versions.a.resources.limits.memory: the limit 1Mi is below the request 128Mi"
            },
            {
                "{image: a:1, port: 80, scaling: {max: 3}, versions: {a: {weight: 60, resources: {requests: {cpu: 0}}}}}",
                "services.s.scaling: utilization is a percentage of the cpu request, and one of its versions requests none"
            },
            {
                "{image: a:1, port: 80, versions: {a: {weight: 60, env: {1A: x}}}}",
                "services.s.versions.a.env.1A: '1A' is not a valid name of an environment variable"
            },
            {
                "{image: a:1, port: 80, versions: {a: {weight: 60, env: {A: {address: t}}}}}",
                "services.s.versions.a.env.A.address: 's' does not call 't'"
            },
            {
                "{image: a:1, port: 80, versions: {a: {weight: 60, files: {a.conf: x}}}}",
                "services.s.versions.a.files[\"a.conf\"]: 'a.conf' is not a valid absolute path"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], timeout: 0s}}",
                "services.s.traffic.timeout: a timeout is from one millisecond to one day"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], paths: [//a]}}",
                "services.s.traffic.paths[0]: '//a' is not a valid path"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], paths: [/a%2Fb]}}",
                "services.s.traffic.paths[0]: '/a%2Fb' is not a valid path"
            },
            { "{image: a:1, port: 80, health: {path: \"/a b\"}}", "services.s.health.path: '/a b' is not a valid path" },
            { "{image: a:1, port: 80, versions: {stable: {weight: 60}}}", "services.s.versions.stable: 'stable' is reserved" },
            {
                "{image: a:1, kind: worker, versions: {canary: {weight: 60}}}",
                "services.s.versions: only a service with a port can have versions"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], failover: u}}",
                "services.s.traffic.failover: there is no service 'u'"
            },
            {
                "{image: a:1, port: 80, traffic: {expose: nodePort, hosts: [a.example.com], failover: w}}",
                "services.s.traffic.failover: 'w' has no port"
            },
            { "{image: a:1, port: 80, traffic: {failover: t}}", "services.s.traffic.failover: only the load balancer fails over" },
        };

    [Theory]
    [MemberData(nameof(Errors))]
    public void AnError_IsReportedAtItsPlace(string service, string expected)
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
}
