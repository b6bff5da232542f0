namespace Infra.Tests.Workloads;

/// <summary>Rollouts, disruption budgets, and the policies of jobs and autoscalers.</summary>
public class RolloutTests
{
    [Fact]
    public async Task ADeployment_HasItsRollout_AndTheQuotaCountsTheSurge()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 80, replicas: 4, rollout: {maxSurge: 50%, maxUnavailable: 1, minReady: 30s, deadline: 20m, history: 2}}",
            "quota: {headroom: 0}"
        );

        var deployment = plan.Get("Deployment", "api");
        Assert.Equal(
            ("50%", 1d, 30d, 1200d, 2d),
            (
                deployment["spec.strategy.rollingUpdate.maxSurge"],
                deployment["spec.strategy.rollingUpdate.maxUnavailable"],
                deployment["spec.minReadySeconds"],
                deployment["spec.progressDeadlineSeconds"],
                deployment["spec.revisionHistoryLimit"]
            )
        );
        Assert.Equal("6", plan.Get("ResourceQuota", "bounds")["spec.hard.pods"]);
    }

    [Fact]
    public async Task ARecreatedService_HasNoSurge()
    {
        var plan = await RecordedPlan.ForServices(
            "api: {image: \"a:1\", port: 80, replicas: 4, rollout: recreate}",
            "quota: {headroom: 0}"
        );

        var strategy = plan.Get("Deployment", "api");
        Assert.Equal(("Recreate", null), (strategy["spec.strategy.type"], strategy["spec.strategy.rollingUpdate"]));
        Assert.Equal("4", plan.Get("ResourceQuota", "bounds")["spec.hard.pods"]);
    }

    [Fact]
    public async Task AVolumeOfOneNode_RecreatesPods_UnlessARollingUpdateIsSet()
    {
        const string Volume = "volumes: {data: {mount: /data, kind: persistent, size: 1Gi}}";
        var plan = await RecordedPlan.ForServices(
            "a: {image: \"a:1\", port: 80, replicas: 1, "
                + Volume
                + "}\nb: {image: \"a:1\", port: 80, replicas: 1, rollout: {strategy: rollingUpdate, maxSurge: 0, maxUnavailable: 1}, "
                + Volume
                + "}"
        );

        Assert.Equal("Recreate", plan.Get("Deployment", "a")["spec.strategy.type"]);
        Assert.Equal(
            ("RollingUpdate", 0d, 1d),
            (
                plan.Get("Deployment", "b")["spec.strategy.type"],
                plan.Get("Deployment", "b")["spec.strategy.rollingUpdate.maxSurge"],
                plan.Get("Deployment", "b")["spec.strategy.rollingUpdate.maxUnavailable"]
            )
        );
    }

    [Fact]
    public async Task StatefulServices_AndDaemons_HaveTheirOwnStrategies()
    {
        var plan = await RecordedPlan.ForServices(
            """
            db: {kind: stateful, image: "a:1", replicas: 5, rollout: {maxUnavailable: 2, partition: 3, minReady: 5s}}
            manual: {kind: stateful, image: "a:1", rollout: onDelete}
            logs: {kind: daemon, image: "a:1", rollout: {maxSurge: 1}}
            """
        );

        var set = plan.Get("StatefulSet", "db");
        Assert.Equal(
            ("RollingUpdate", 2d, 3d, 5d),
            (
                set["spec.updateStrategy.type"],
                set["spec.updateStrategy.rollingUpdate.maxUnavailable"],
                set["spec.updateStrategy.rollingUpdate.partition"],
                set["spec.minReadySeconds"]
            )
        );
        Assert.Equal("OnDelete", plan.Get("StatefulSet", "manual")["spec.updateStrategy.type"]);
        var daemon = plan.Get("DaemonSet", "logs");
        Assert.Equal(
            (1d, 0d),
            (daemon["spec.updateStrategy.rollingUpdate.maxSurge"], daemon["spec.updateStrategy.rollingUpdate.maxUnavailable"])
        );
    }

    [Theory]
    [InlineData("{maxUnavailable: 50%}", "50%", null, "AlwaysAllow")]
    [InlineData("{minAvailable: 2, unhealthyPods: ifHealthyBudget}", null, 2d, "IfHealthyBudget")]
    [InlineData("{}", 2d, null, "AlwaysAllow")]
    public async Task ADisruptionBudget_HasItsAmount(string budget, object? unavailable, object? available, string policy)
    {
        var spec = (await RecordedPlan.ForServices($"api: {{image: \"a:1\", port: 80, replicas: 8, disruptionBudget: {budget}}}")).Get(
            "PodDisruptionBudget",
            "api"
        );

        Assert.Equal(
            (unavailable, available, policy),
            (spec["spec.maxUnavailable"], spec["spec.minAvailable"], spec["spec.unhealthyPodEvictionPolicy"])
        );
    }

    [Fact]
    public async Task AnIndexedJob_HasItsPolicies()
    {
        var job = (
            await RecordedPlan.ForServices(
                """
                grid:
                  kind: job
                  image: "a:1"
                  job:
                    completions: 10
                    parallelism: 5
                    completionMode: indexed
                    retriesPerIndex: 1
                    maxFailedIndexes: 2
                    suspend: true
                    podFailurePolicy: [{exitCodes: [42], action: failIndex, container: grid}, {condition: DisruptionTarget, action: ignore}, {exitCodes: [1, 0], operator: notIn, action: failJob}]
                    successPolicy: [{indexes: "0,2-4", count: 3}]
                """
            )
        ).Get("Job", "grid");

        Assert.Null(job["spec.backoffLimit"]);
        Assert.Equal(true, job["spec.suspend"]);
        Assert.Equal(("Indexed", 1d, 2d), (job["spec.completionMode"], job["spec.backoffLimitPerIndex"], job["spec.maxFailedIndexes"]));
        var rules = job.List("spec.podFailurePolicy.rules");
        Assert.Equal(
            ("FailIndex", "In", 42d, "grid"),
            (rules[0]["action"], rules[0]["onExitCodes.operator"], rules[0]["onExitCodes.values[0]"], rules[0]["onExitCodes.containerName"])
        );
        Assert.Equal(
            ("Ignore", "DisruptionTarget", "True"),
            (rules[1]["action"], rules[1]["onPodConditions[0].type"], rules[1]["onPodConditions[0].status"])
        );
        Assert.Equal(
            ("FailJob", "NotIn", 0d, 1d),
            (rules[2]["action"], rules[2]["onExitCodes.operator"], rules[2]["onExitCodes.values[0]"], rules[2]["onExitCodes.values[1]"])
        );
        Assert.Equal(
            ("0,2-4", 3d),
            (job["spec.successPolicy.rules[0].succeededIndexes"], job["spec.successPolicy.rules[0].succeededCount"])
        );
    }

    [Fact]
    public async Task ASuspendedCronJob_KeepsItsHistory()
    {
        var cron = (
            await RecordedPlan.ForServices(
                "c: {kind: cron, image: \"a:1\", schedule: {cron: \"@hourly\", suspend: true, keepSuccessful: 1, keepFailed: 0}}"
            )
        ).Get("CronJob", "c");

        Assert.Equal(
            (true, 1d, 0d, 2d),
            (
                cron["spec.suspend"],
                cron["spec.successfulJobsHistoryLimit"],
                cron["spec.failedJobsHistoryLimit"],
                cron["spec.jobTemplate.spec.backoffLimit"]
            )
        );
    }

    [Fact]
    public async Task AnAutoscaler_HasSeveralLimits_ASelection_AndATolerance()
    {
        var scaler = (
            await RecordedPlan.ForServices(
                "api: {image: \"a:1\", port: 80, scaling: {max: 9, up: {policies: [{by: 100%, every: 1m}, {by: 4, every: 30s}], select: min, tolerance: 0.05}, down: {select: disabled}}}"
            )
        ).Get("HorizontalPodAutoscaler", "api");

        var up = new Inputs(scaler["spec.behavior.scaleUp"]);
        Assert.Equal(("Min", "50m"), (up["selectPolicy"], up["tolerance"]));
        Assert.Equal(
            [("Percent", 100d, 60d), ("Pods", 4d, 30d)],
            up.List("policies").Select(policy => ((string)policy["type"]!, (double)policy["value"]!, (double)policy["periodSeconds"]!))
        );
        Assert.Equal("Disabled", scaler["spec.behavior.scaleDown.selectPolicy"]);
    }
}
