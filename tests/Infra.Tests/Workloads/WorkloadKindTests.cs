namespace Infra.Tests.Workloads;

public class WorkloadKindTests
{
    [Fact]
    public async Task AStatefulService_HasAPodServiceAndVolumeClaimTemplates()
    {
        var plan = await RecordedPlan.ForServices(
            """
            db: {kind: stateful, image: "db:1", port: 5432, traffic: {protocol: tcp}, volumes: {data: {mount: /data, kind: persistent, size: 5Gi, storageClass: fast}}}
            """
        );

        var set = plan.Get("StatefulSet", "db");
        Assert.Equal(("db-pods", 2d, "Parallel"), (set["spec.serviceName"], set["spec.replicas"], set["spec.podManagementPolicy"]));
        var claim = Assert.Single(set.List("spec.volumeClaimTemplates"));
        Assert.Equal(
            ("data", "fast", "ReadWriteOnce", "5Gi"),
            (claim["metadata.name"], claim["spec.storageClassName"], claim["spec.accessModes[0]"], claim["spec.resources.requests.storage"])
        );
        Assert.Contains(set.Container.List("volumeMounts"), mount => (mount["name"], mount["mountPath"]) is ("data", "/data"));
        var naming = plan.Get("Service", "db-pods");
        Assert.Equal(("None", true), (naming["spec.clusterIP"], naming["spec.publishNotReadyAddresses"]));
        Assert.Equal("tcp", set.Container["readinessProbe.tcpSocket.port"]);
        Assert.Equal("controller-revision-hash", set["spec.template.spec.topologySpreadConstraints[0].matchLabelKeys[0]"]);
        Assert.False(plan.Has("PersistentVolumeClaim", "db-data"));
    }

    [Fact]
    public async Task ADaemon_IsADaemonSet_AndDisablesTheQuota()
    {
        var plan = await RecordedPlan.ForServices("logs: {kind: daemon, image: \"logs:1\"}");

        var daemon = plan.Get("DaemonSet", "logs");
        Assert.Equal(
            ("RollingUpdate", "10%", "Always"),
            (
                daemon["spec.updateStrategy.type"],
                daemon["spec.updateStrategy.rollingUpdate.maxUnavailable"],
                daemon["spec.template.spec.restartPolicy"]
            )
        );
        Assert.Null(daemon["spec.template.spec.topologySpreadConstraints"]);
        Assert.False(plan.Has("PodDisruptionBudget", "logs"));
        Assert.False(plan.Has("ResourceQuota", "bounds"));
    }

    [Fact]
    public async Task AJob_HasNoTtl()
    {
        var job = (
            await RecordedPlan.ForServices(
                "migrate: {kind: job, image: \"m:1\", restart: onFailure, job: {retries: 5, completions: 3, parallelism: 2}}"
            )
        ).Get("Job", "migrate");

        Assert.Equal(
            (5d, 3d, 2d, "OnFailure"),
            (job["spec.backoffLimit"], job["spec.completions"], job["spec.parallelism"], job["spec.template.spec.restartPolicy"])
        );
        Assert.Null(job["spec.ttlSecondsAfterFinished"]);
        Assert.Null(job["spec.template.spec.containers[0].readinessProbe"]);
    }

    [Fact]
    public async Task Files_AreMountedSeparately_SecretOnesFromASecret()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api: {image: "a:1", port: 80, files: {/etc/a.conf: one, /etc/a_conf: two, /run/key: {content: three, secret: true}}}
            """
        );

        Assert.Equal(["etc_.a.conf", "etc_.a__conf"], plan.Get("ConfigMap", "api-files").Map("data").Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["run_.key"], plan.Get("Secret", "api-files").Map("stringData").Keys);
        var mounts = plan.Get("Deployment", "api").Container.List("volumeMounts");
        Assert.Equal(
            ["/etc/a.conf files etc_.a.conf", "/etc/a_conf files etc_.a__conf", "/run/key secret-files run_.key", "/tmp tmp "],
            mounts.Select(mount => $"{mount["mountPath"]} {mount["name"]} {mount["subPath"]}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task AVolumeOfOneNode_RecreatesThePods()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 80, replicas: 1, volumes: {data: {mount: /data, kind: persistent, size: 1Gi}}}"
        );

        Assert.Equal("Recreate", plan.Get("Deployment", "api")["spec.strategy.type"]);
        Assert.Equal("1Gi", plan.Get("PersistentVolumeClaim", "api-data")["spec.resources.requests.storage"]);
        Assert.Contains(plan.Get("Deployment", "api").List("spec.template.spec.volumes"), volume =>
            volume["persistentVolumeClaim.claimName"] is "api-data"
        );
    }

    [Fact]
    public async Task Sidecars_StartBeforeInitContainersAndTheService()
    {
        var deployment = (
            await RecordedPlan.ForServices(
                """
                api: {image: "a:1", port: 80, env: {A: b}, init: {migrate: {image: "m:1", command: [/migrate]}}, sidecars: {proxy: {image: "p:1", port: 9901}}}
                """
            )
        ).Get("Deployment", "api");

        var containers = deployment.List("spec.template.spec.initContainers");
        Assert.Equal(
            ["proxy Always 9901", "migrate  "],
            containers.Select(container => $"{container["name"]} {container["restartPolicy"]} {container["ports[0].containerPort"]}")
        );
        Assert.All(containers, container =>
            Assert.Equal(("api", false), (container["envFrom[0].configMapRef.name"], container["securityContext.allowPrivilegeEscalation"]))
        );
    }

    [Fact]
    public async Task TheQuota_IncludesSidecars()
    {
        var quota = (
            await RecordedPlan.ForServices(
                """
                api: {image: "a:1", port: 80, replicas: 4, sidecars: {proxy: {image: "p:1"}}}
                """,
                "quota: {headroom: 0}"
            )
        ).Get("ResourceQuota", "bounds");

        // Five pods during an update, each of two containers at 100m.
        Assert.Equal("1", quota["spec.hard.'requests.cpu'"]);
    }

    [Fact]
    public async Task Placement_ResolvesPoolsAndClasses()
    {
        var plan = await RecordedPlan.ForServices(
            """
            api: {image: "a:1", port: 80, placement: {pool: batch, performance: fast, near: [db], awayFrom: [noisy], priority: high, runtime: gvisor, zones: required, nodes: anywhere}}
            db: {kind: stateful, image: "db:1"}
            noisy: {kind: worker, image: "n:1"}
            """,
            """
            pools: {batch: {labels: {pool: batch}, tolerations: [{key: dedicated, value: batch, effect: noSchedule}]}}
            performance: {fast: {labels: {disk: nvme}}}
            priorities: {high: {value: 1000, preempts: false}}
            runtimes: {gvisor: runsc}
            """
        );

        var pod = new Inputs(plan.Get("Deployment", "api")["spec.template.spec"]);
        Assert.Equal(("batch", "nvme"), (pod["nodeSelector.pool"], pod["nodeSelector.disk"]));
        Assert.Equal(
            ("dedicated", "Equal", "batch", "NoSchedule"),
            (pod["tolerations[0].key"], pod["tolerations[0].operator"], pod["tolerations[0].value"], pod["tolerations[0].effect"])
        );
        Assert.Equal(("shop-dev-high", "shop-dev-gvisor"), (pod["priorityClassName"], pod["runtimeClassName"]));
        Assert.Equal(
            "db",
            pod[
                "affinity.podAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.labelSelector.matchLabels.'app.kubernetes.io/name'"
            ]
        );
        Assert.Equal(
            "noisy",
            pod[
                "affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector.matchLabels.'app.kubernetes.io/name'"
            ]
        );
        var spread = Assert.Single(pod.List("topologySpreadConstraints"));
        Assert.Equal(("topology.kubernetes.io/zone", "DoNotSchedule"), (spread["topologyKey"], spread["whenUnsatisfiable"]));
        Assert.Equal((1000d, "Never"), (plan.Get("PriorityClass", "high")["value"], plan.Get("PriorityClass", "high")["preemptionPolicy"]));
        Assert.Equal(
            ("shop-dev-gvisor", "runsc"),
            (plan.Get("RuntimeClass", "gvisor")["metadata.name"], plan.Get("RuntimeClass", "gvisor")["handler"])
        );
    }

    [Fact]
    public async Task Probes_MayDiffer()
    {
        var container = (
            await RecordedPlan.ForServices(
                """
                api: {image: "a:1", port: 80, health: {liveness: {path: /alive, period: 20s, failures: 5}, readiness: {command: [/check]}, startup: {enabled: false}}}
                """
            )
        ).Get("Deployment", "api").Container;

        Assert.Equal(
            ("/alive", 20d, 5d),
            (container["livenessProbe.httpGet.path"], container["livenessProbe.periodSeconds"], container["livenessProbe.failureThreshold"])
        );
        Assert.Equal("/check", container["readinessProbe.exec.command[0]"]);
        Assert.Null(container["startupProbe"]);
    }

    [Fact]
    public async Task Grpc_HasItsOwnProbesAndScheme()
    {
        var plan = await RecordedPlan.ForServices(
            """
            rpc: {image: "a:1", port: 9000, traffic: {protocol: grpc}}
            web: {image: "b:1", port: 80, calls: [rpc]}
            """
        );

        Assert.Equal(9000d, plan.Get("Deployment", "rpc").Container["readinessProbe.grpc.port"]);
        Assert.Equal(
            ("grpc", "kubernetes.io/h2c"),
            (plan.Get("Service", "rpc")["spec.ports[0].name"], plan.Get("Service", "rpc")["spec.ports[0].appProtocol"])
        );
        Assert.Equal("grpc://rpc.shop.svc:9000", plan.Get("ConfigMap", "web").Map("data")["RPC_URL"]);
    }

    [Fact]
    public async Task Services_SupportStickinessAndTheNearestZone()
    {
        var spec = new Inputs(
            (
                await RecordedPlan.ForServices(
                    """
                    api: {image: "a:1", port: 80, traffic: {algorithm: clientIp, stickyFor: 30m, preferSameZone: true, expose: headless}}
                    """
                )
            ).Get("Service", "api")["spec"]
        );

        Assert.Equal(
            ("ClientIP", 1800d, "PreferSameZone", "None"),
            (spec["sessionAffinity"], spec["sessionAffinityConfig.clientIP.timeoutSeconds"], spec["trafficDistribution"], spec["clusterIP"])
        );
    }

    [Fact]
    public async Task Scaling_SupportsAllMetricsAndPolicies()
    {
        var scaler = (
            await RecordedPlan.ForServices(
                """
                api:
                  image: "a:1"
                  port: 80
                  scaling: {max: 9, pods: {requests: 200}, external: {queue: {target: 30, labels: {name: orders}}}, containers: {api: {cpu: 50}}, behaviour: batch, down: {by: 2, every: 90s, stabilization: 3m}}
                """
            )
        ).Get("HorizontalPodAutoscaler", "api");

        Assert.Equal(["ContainerResource", "Pods", "External"], scaler.List("spec.metrics").Select(metric => metric["type"]));
        Assert.Equal(
            ("api", 50d),
            (scaler["spec.metrics[0].containerResource.container"], scaler["spec.metrics[0].containerResource.target.averageUtilization"])
        );
        Assert.Equal(("requests", "200"), (scaler["spec.metrics[1].pods.metric.name"], scaler["spec.metrics[1].pods.target.averageValue"]));
        Assert.Equal(
            ("orders", "30"),
            (scaler["spec.metrics[2].external.metric.selector.matchLabels.name"], scaler["spec.metrics[2].external.target.averageValue"])
        );
        Assert.Equal(
            (180d, "Pods", 2d, 90d),
            (
                scaler["spec.behavior.scaleDown.stabilizationWindowSeconds"],
                scaler["spec.behavior.scaleDown.policies[0].type"],
                scaler["spec.behavior.scaleDown.policies[0].value"],
                scaler["spec.behavior.scaleDown.policies[0].periodSeconds"]
            )
        );
        Assert.Equal(
            (0d, 900d),
            (scaler["spec.behavior.scaleUp.stabilizationWindowSeconds"], scaler["spec.behavior.scaleUp.policies[0].value"])
        );
    }

    [Fact]
    public async Task Images_UseTheStacksRegistry()
    {
        var pod = new Inputs(
            (
                await RecordedPlan.ForServices(
                    "api: {image: {reference: \"ghcr.io/shop/api:1\", pullPolicy: always}, port: 80}",
                    "images: {registry: mirror.example.com, pullSecrets: [credentials]}"
                )
            ).Get("Deployment", "api")["spec.template.spec"]
        );

        Assert.Equal(
            ("mirror.example.com/shop/api:1", "Always", "credentials"),
            (pod["containers[0].image"], pod["containers[0].imagePullPolicy"], pod["imagePullSecrets[0].name"])
        );
    }
}
