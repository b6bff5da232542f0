using Infra.Backend.Loading;
using Infra.Backend.Settings.Binding;
using Infra.Tests.Settings;

namespace Infra.Tests.Checks;

/// <summary>Rollouts, disruption budgets and policies of jobs that Kubernetes rejects, or that block themselves.</summary>
public class RolloutCheckTests
{
    private const string Volume = "volumes: {data: {mount: /data, kind: persistent, size: 1Gi}}";

    [Theory]
    [InlineData("port: 8080, rollout: onDelete", "rollout.strategy: only the pods of a stateful service or daemon")]
    [InlineData("kind: stateful, rollout: recreate", "rollout.strategy: only the pods of a service or worker")]
    [InlineData("kind: stateful, rollout: {maxSurge: 1}", "rollout.maxSurge: the pods of a stateful service have fixed names")]
    [InlineData("kind: stateful, rollout: {deadline: 5m}", "rollout.deadline: only the rollout of a service or worker")]
    [InlineData("kind: worker, rollout: {partition: 1}", "rollout.partition: only the pods of a stateful service are numbered")]
    [InlineData("kind: job, rollout: {minReady: 1s}", "rollout: a service that runs to completion is never rolled out")]
    [InlineData("port: 8080, rollout: {strategy: recreate, maxSurge: 1}", "rollout.maxSurge: the strategy 'recreate' does not replace")]
    [InlineData(
        "port: 8080, replicas: 1, rollout: {maxSurge: 1}, " + Volume,
        "rollout.maxSurge: its pods are recreated, because only one of them"
    )]
    [InlineData("port: 8080, rollout: {maxSurge: -1}", "rollout.maxSurge: -1 is not a whole number or a percentage")]
    [InlineData("port: 8080, rollout: {maxUnavailable: 101%}", "rollout.maxUnavailable: 101% is more than all pods")]
    [InlineData("port: 8080, rollout: {maxSurge: 0}", "rollout: with neither more nor fewer pods than the replicas no pod can be replaced")]
    [InlineData("kind: stateful, rollout: {maxUnavailable: 0}", "rollout: with neither more nor fewer pods")]
    [InlineData("kind: daemon, rollout: {maxUnavailable: 0}", "rollout: with neither more nor fewer pods")]
    [InlineData("kind: daemon, rollout: {maxSurge: 1, maxUnavailable: 1}", "rollout: Kubernetes allows a daemon either")]
    [InlineData("port: 8080, rollout: {minReady: 10m}", "rollout.minReady: a rollout would fail after 10m")]
    [InlineData("kind: daemon, disruptionBudget: {maxUnavailable: 1}", "disruptionBudget: only a service, worker or stateful service")]
    [InlineData("port: 8080, disruptionBudget: {maxUnavailable: 1, minAvailable: 1}", "disruptionBudget: Kubernetes allows either")]
    [InlineData("port: 8080, disruptionBudget: {minAvailable: 101%}", "disruptionBudget.minAvailable: 101% is more than all pods")]
    [InlineData("kind: cron, schedule: \"@daily\", job: {suspend: true}", "job.suspend: each run would be created and never start")]
    [InlineData("kind: job, job: {retriesPerIndex: 1}", "job.retriesPerIndex: only an indexed job has indexes")]
    [InlineData("kind: job, job: {successPolicy: [{count: 1}]}", "job.successPolicy: only an indexed job has indexes")]
    [InlineData("kind: job, job: {completionMode: indexed, maxFailedIndexes: 1}", "job.maxFailedIndexes: without 'retriesPerIndex'")]
    [InlineData(
        "kind: job, job: {completionMode: indexed, retriesPerIndex: 1, maxFailedIndexes: 2}",
        "job.maxFailedIndexes: the job has only 1 indexes"
    )]
    [InlineData(
        "kind: job, restart: onFailure, job: {podFailurePolicy: [{exitCodes: [1], action: failJob}]}",
        "job.podFailurePolicy: with 'restart: onFailure' the pod itself restarts"
    )]
    [InlineData("kind: job, job: {podFailurePolicy: [{action: failJob}]}", "job.podFailurePolicy[0]: the rule matches no failure")]
    [InlineData("kind: job, job: {podFailurePolicy: [{exitCodes: [0], action: failJob}]}", "job.podFailurePolicy[0].exitCodes: 0 is the")]
    [InlineData("kind: job, job: {podFailurePolicy: [{exitCodes: [300], action: count}]}", "job.podFailurePolicy[0].exitCodes: exit codes")]
    [InlineData(
        "kind: job, job: {podFailurePolicy: [{condition: A, exitCodes: [1], action: count}]}",
        "job.podFailurePolicy[0]: a rule is for exit codes or for a condition"
    )]
    [InlineData(
        "kind: job, job: {podFailurePolicy: [{exitCodes: [1], action: failIndex}]}",
        "job.podFailurePolicy[0].action: without 'retriesPerIndex'"
    )]
    [InlineData(
        "kind: job, job: {podFailurePolicy: [{exitCodes: [1], container: x, action: count}]}",
        "job.podFailurePolicy[0].container: the pod has no container 'x'"
    )]
    [InlineData("kind: job, job: {completionMode: indexed, successPolicy: [{}]}", "job.successPolicy[0]: the rule is met by no job")]
    [InlineData(
        "kind: job, job: {completions: 3, completionMode: indexed, successPolicy: [{indexes: \"2-3\"}]}",
        "job.successPolicy[0].indexes: '2-3' does not list indexes from 0 to 2"
    )]
    [InlineData(
        "kind: job, job: {completions: 3, completionMode: indexed, successPolicy: [{indexes: \"0-1\", count: 3}]}",
        "job.successPolicy[0].indexes: these are 2 indexes, and 3 of them must have succeeded"
    )]
    [InlineData("kind: worker, scaling: {max: 3, up: {policies: [{by: 0, every: 1m}]}}", "scaling.up.policies[0].by: with a step of 0")]
    [InlineData("kind: worker, scaling: {max: 3, up: {by: 1, policies: [{by: 1, every: 1m}]}}", "scaling.up.policies: 'by' and 'every'")]
    [InlineData("kind: worker, scaling: {max: 3, up: {tolerance: -1}}", "scaling.up.tolerance: -1 is negative")]
    public void AnInvalidSetting_IsRejected(string settings, string expected) =>
        Assert.Contains($"services.s.{expected}", Error(settings), StringComparison.Ordinal);

    [Theory]
    [InlineData("port: 8080, replicas: 2, disruptionBudget: {minAvailable: 2}", "disruptionBudget.minAvailable: none of its 2 pods may be")]
    [InlineData("port: 8080, replicas: 2, disruptionBudget: {maxUnavailable: 0}", "disruptionBudget.maxUnavailable: none of its 2 pods")]
    [InlineData("port: 8080, replicas: 1, rollout: rollingUpdate, " + Volume, "rollout.strategy: a new pod on another node stays pending")]
    [InlineData("kind: job, job: {suspend: true}", "job.suspend: 't' comes after it, and does not wait for a suspended job")]
    public void ABlockingSetting_CausesAWarning(string settings, string expected) =>
        Assert.Contains(Load(settings).Warnings, warning =>
            warning.ToString().Contains($"services.s.{expected}", StringComparison.Ordinal)
        );

    private static string Error(string settings) =>
        Assert.Single(Assert.Throws<InvalidSettingsException>(() => Load(settings)).Errors).ToString();

    private static LoadedSettings Load(string settings)
    {
        var waiting = settings.Contains("kind: job", StringComparison.Ordinal) ? ", t: {image: a:1, kind: worker, after: [s]}" : "";
        return SettingsLoader.Load(
            StackSources.Simulated(
                $"name: shop\nsizes: {{small: {{requests: {{cpu: 100m, memory: 128Mi}}}}}}\nservices: {{s: {{image: a:1, {settings}}}{waiting}}}",
                ""
            )
        );
    }
}
