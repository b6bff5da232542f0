using Infra.Tests.Settings;

namespace Infra.Tests.Workloads;

public class BackendServiceTests
{
    [Fact]
    public async Task AService_WithOnlyImageAndPort_HasAllObjectsOfAService()
    {
        var plan = await RecordedPlan.ForServices("api: {image: \"shop/api:1.2\", port: 9000}");

        foreach (var kind in (string[])["ServiceAccount", "Deployment", "Service", "PodDisruptionBudget", "NetworkPolicy"])
        {
            Assert.True(plan.Has(kind, "api"), kind);
            Assert.Equal(("api", "shop"), (plan.Get(kind, "api")["metadata.name"], plan.Get(kind, "api")["metadata.namespace"]));
        }

        Assert.False(plan.Has("ConfigMap", "api"));
        Assert.False(plan.Has("Secret", "api"));
        Assert.False(plan.Has("HorizontalPodAutoscaler", "api"));
    }

    [Fact]
    public async Task Pods_AreRestricted_AndMountNoToken()
    {
        var deployment = (await RecordedPlan.ForServices("api: {image: \"shop/api:1.2\", port: 9000}")).Get("Deployment", "api");

        Assert.Equal(true, deployment["spec.template.spec.securityContext.runAsNonRoot"]);
        Assert.Equal("RuntimeDefault", deployment["spec.template.spec.securityContext.seccompProfile.type"]);
        Assert.Equal(false, deployment["spec.template.spec.automountServiceAccountToken"]);
        Assert.Equal("api", deployment["spec.template.spec.serviceAccountName"]);
        Assert.Equal(false, deployment.Container["securityContext.allowPrivilegeEscalation"]);
        Assert.Equal(true, deployment.Container["securityContext.readOnlyRootFilesystem"]);
        Assert.Equal("ALL", deployment.Container["securityContext.capabilities.drop[0]"]);
        Assert.Equal("/tmp", deployment.Container["volumeMounts[0].mountPath"]);
    }

    [Fact]
    public async Task TheSelector_MatchesThePodsLabels_AndContainsNothingThatChanges()
    {
        var deployment = (await RecordedPlan.ForServices("api: {image: \"shop/api:1.2\", port: 9000, owner: team-a}")).Get(
            "Deployment",
            "api"
        );

        var selector = deployment.Map("spec.selector.matchLabels");
        var labels = deployment.Map("spec.template.metadata.labels");
        Assert.Equal(["app.kubernetes.io/instance", "app.kubernetes.io/name", "infra/track"], selector.Keys.Order());
        Assert.All(selector, label => Assert.Equal(label.Value, labels[label.Key]));
        Assert.Equal(
            ("1.2", "team-a", "shop", "pulumi"),
            (
                labels["app.kubernetes.io/version"],
                labels["infra/owner"],
                labels["app.kubernetes.io/part-of"],
                labels["app.kubernetes.io/managed-by"]
            )
        );
    }

    [Theory]
    [InlineData("faultTolerance: development", 1d)]
    [InlineData("faultTolerance: standard", 2d)]
    [InlineData("faultTolerance: critical", 3d)]
    public async Task Replicas_ComeFromTheFaultTolerance(string stack, double replicas) =>
        Assert.Equal(
            replicas,
            (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}", stack)).Get("Deployment", "api")["spec.replicas"]
        );

    [Fact]
    public async Task AnAutoscaledService_HasNoReplicasInItsDeployment()
    {
        var plan = await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80, scaling: {min: 2, max: 9, memory: 80}}");

        var autoscaler = plan.Get("HorizontalPodAutoscaler", "api");
        Assert.Null(plan.Get("Deployment", "api")["spec.replicas"]);
        Assert.Equal((2d, 9d), (autoscaler["spec.minReplicas"], autoscaler["spec.maxReplicas"]));
        Assert.Equal(
            ("apps/v1", "Deployment", "api"),
            (autoscaler["spec.scaleTargetRef.apiVersion"], autoscaler["spec.scaleTargetRef.kind"], autoscaler["spec.scaleTargetRef.name"])
        );
        var metric = Assert.Single(autoscaler.List("spec.metrics"));
        Assert.Equal(("Resource", "memory", 80d), (metric["type"], metric["resource.name"], metric["resource.target.averageUtilization"]));
    }

    [Fact]
    public async Task AnAutoscaledService_WithoutATarget_UsesCpu()
    {
        var autoscaler = (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80, scaling: {max: 9}}")).Get(
            "HorizontalPodAutoscaler",
            "api"
        );

        Assert.Equal(
            (2d, "cpu", 70d),
            (
                autoscaler["spec.minReplicas"],
                autoscaler["spec.metrics[0].resource.name"],
                autoscaler["spec.metrics[0].resource.target.averageUtilization"]
            )
        );
    }

    [Fact]
    public async Task DetectWithin_DecidesTheTimingOfTheProbes()
    {
        var container = (
            await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80, health: {path: /ready, detectWithin: 12s, startWithin: 90s}}")
        )
            .Get("Deployment", "api")
            .Container;

        Assert.Equal(
            (4d, 2d, 3d),
            (
                container["readinessProbe.periodSeconds"],
                container["readinessProbe.timeoutSeconds"],
                container["readinessProbe.failureThreshold"]
            )
        );
        Assert.Equal(
            (12d, 4d, 3d),
            (
                container["livenessProbe.periodSeconds"],
                container["livenessProbe.timeoutSeconds"],
                container["livenessProbe.failureThreshold"]
            )
        );
        Assert.Equal((1d, 90d), (container["startupProbe.periodSeconds"], container["startupProbe.failureThreshold"]));
        Assert.Equal(("/ready", "http"), (container["readinessProbe.httpGet.path"], container["readinessProbe.httpGet.port"]));
    }

    [Fact]
    public async Task GracefulShutdown_GivesTimeToDrainAndToFinish()
    {
        var deployment = (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80, shutdown: {drain: 8s, finish: 40s}}")).Get(
            "Deployment",
            "api"
        );

        Assert.Equal(48d, deployment["spec.template.spec.terminationGracePeriodSeconds"]);
        Assert.Equal(8d, deployment.Container["lifecycle.preStop.sleep.seconds"]);
    }

    [Fact]
    public async Task Rollouts_NeverReduceCapacity()
    {
        var strategy = new Inputs(
            (await RecordedPlan.ForServices("api: {image: \"a:1\", port: 80}")).Get("Deployment", "api")["spec.strategy"]
        );

        Assert.Equal(
            ("RollingUpdate", 0d, "25%"),
            (strategy["type"], strategy["rollingUpdate.maxUnavailable"], strategy["rollingUpdate.maxSurge"])
        );
    }

    [Fact]
    public async Task Variables_AreInAConfigMap_AndSecretOnesInASecret()
    {
        var plan = await RecordedPlan.Create(
            StackSources.Simulated(
                "name: shop\nsizes: {small: {requests: {cpu: 100m}}}\nservices: {api: {image: \"a:1\", port: 80, env: {LEVEL: info, KEY: {value: sandbox, secret: true}}}}",
                "config:\n  infra:services:\n    api:\n      env:\n        TOKEN: {secure: \"v1:hunter2\"}\n"
            )
        );

        Assert.Equal(["LEVEL"], plan.Get("ConfigMap", "api").Map("data").Keys);
        Assert.Equal(["KEY", "TOKEN"], plan.Get("Secret", "api").Map("stringData").Keys.Order());
        var container = plan.Get("Deployment", "api").Container;
        Assert.Equal(("api", "api"), (container["envFrom[0].configMapRef.name"], container["envFrom[1].secretRef.name"]));
        Assert.Null(container["env"]);
    }

    [Fact]
    public async Task TheChecksum_ChangesOnlyWithTheConfiguration()
    {
        Assert.Equal(await ChecksumOf("LEVEL: info"), await ChecksumOf("LEVEL: info"));
        Assert.NotEqual(await ChecksumOf("LEVEL: info"), await ChecksumOf("LEVEL: debug"));
        Assert.NotEqual(await ChecksumOf("KEY: {value: a, secret: true}"), await ChecksumOf("KEY: {value: b, secret: true}"));

        static async Task<object?> ChecksumOf(string variable) =>
            (await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 80, env: {{{variable}}}}}")).Get("Deployment", "api")[
                "spec.template.metadata.annotations.'infra/config-checksum'"
            ];
    }

    [Fact]
    public async Task AWorker_HasNoService_AndIsProbedByCommand()
    {
        var plan = await RecordedPlan.ForServices("mailer: {kind: worker, image: \"a:1\", health: {command: [/check, --quick]}}");

        var container = plan.Get("Deployment", "mailer").Container;
        Assert.False(plan.Has("Service", "mailer"));
        Assert.Equal(("/check", "--quick"), (container["livenessProbe.exec.command[0]"], container["livenessProbe.exec.command[1]"]));
        Assert.Null(container["ports"]);
        Assert.Null(container["lifecycle"]);
    }

    [Fact]
    public async Task AWorkerWithoutACommand_HasNoProbes() =>
        Assert.Null(
            (await RecordedPlan.ForServices("mailer: {kind: worker, image: \"a:1\"}")).Get("Deployment", "mailer").Container[
                "livenessProbe"
            ]
        );

    [Fact]
    public async Task ACronService_IsACronJob()
    {
        var plan = await RecordedPlan.ForServices(
            """
            report: {kind: cron, image: "a:1", schedule: {cron: "30 3 * * *", timeZone: Europe/Berlin, concurrency: replace, startWithin: 10m}, job: {retries: 4, deadline: 30m, keepFor: 2h}}
            """
        );

        var cron = plan.Get("CronJob", "report");
        Assert.Equal(
            ("30 3 * * *", "Europe/Berlin", "Replace", 600d),
            (cron["spec.schedule"], cron["spec.timeZone"], cron["spec.concurrencyPolicy"], cron["spec.startingDeadlineSeconds"])
        );
        var job = new Inputs(cron["spec.jobTemplate.spec"]);
        Assert.Equal(
            (4d, 1800d, 7200d, "Never"),
            (job["backoffLimit"], job["activeDeadlineSeconds"], job["ttlSecondsAfterFinished"], job["template.spec.restartPolicy"])
        );
        Assert.False(plan.Has("PodDisruptionBudget", "report"));
        Assert.Null(job["template.spec.topologySpreadConstraints"]);
    }

    [Fact]
    public async Task AnOverriddenTag_ReplacesTagAndDigest()
    {
        var digest = new string('a', 64);

        var image = (
            await RecordedPlan.ForServices($"api: {{image: {{reference: \"ghcr.io/shop/api:1@sha256:{digest}\", tag: \"2\"}}, port: 80}}")
        )
            .Get("Deployment", "api")
            .Container["image"];

        Assert.Equal("ghcr.io/shop/api:2", image);
    }
}
