using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks how pods are replaced and evicted, by <c>ValidateDeploymentSpec</c>, <c>ValidateDaemonSetSpec</c> and
/// <c>ValidateStatefulSetSpec</c> in Kubernetes' <c>pkg/apis/apps/validation</c>.
/// </summary>
internal sealed class RolloutCheck : ISettingsCheck
{
    private const int AllPods = 100;

    /// <summary>Kubernetes' default of a Deployment's <c>progressDeadlineSeconds</c>.</summary>
    private static readonly TimeSpan DefaultDeadline = TimeSpan.FromMinutes(10);

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var rollout = service.Settings.Rollout;
            if (!service.Settings.Kind.IsLongRunning())
            {
                RejectIf(service, rollout != new RolloutSettings(), "", "a service that runs to completion is never rolled out");
                continue;
            }

            CheckKind(service, rollout);
            CheckUnavailable(service, rollout.MaxUnavailable);
            CheckStrategy(service, rollout);
            CheckSum(service, rollout);
            CheckTimes(service, rollout);
        }
    }

    private static void CheckKind(ServiceUnderReview service, RolloutSettings rollout)
    {
        var kind = service.Settings.Kind;
        var isDeployment = kind is ServiceKind.Service or ServiceKind.Worker;
        RejectIf(
            service,
            rollout.Strategy == RolloutStrategy.Recreate && !isDeployment,
            "strategy",
            "only the pods of a service or worker can be recreated all at once"
        );
        RejectIf(
            service,
            rollout.Strategy == RolloutStrategy.OnDelete && isDeployment,
            "strategy",
            "only the pods of a stateful service or daemon can wait until they are deleted"
        );
        RejectIf(
            service,
            rollout.MaxSurge is not null && kind == ServiceKind.Stateful,
            "maxSurge",
            "the pods of a stateful service have fixed names, so there are never more than its replicas"
        );
        RejectIf(
            service,
            rollout.Deadline is not null && !isDeployment,
            "deadline",
            "only the rollout of a service or worker has a deadline"
        );
        RejectIf(
            service,
            rollout.Partition is not null && kind != ServiceKind.Stateful,
            "partition",
            "only the pods of a stateful service are numbered"
        );
    }

    private static void CheckStrategy(ServiceUnderReview service, RolloutSettings rollout)
    {
        var hasExclusiveVolume = VolumePlanner.HasExclusiveVolume(service.Settings.Volumes, service.Review.Settings.Volumes);
        var strategy = RolloutPlan.Create(rollout, service.Settings.Kind, hasExclusiveVolume).Strategy;
        (string Key, bool IsSet)[] rolling =
        [
            ("maxSurge", rollout.MaxSurge is not null),
            ("maxUnavailable", rollout.MaxUnavailable is not null),
            ("partition", rollout.Partition is not null),
        ];
        if (strategy != RolloutStrategy.RollingUpdate)
        {
            var reason = rollout.Strategy is null
                ? "its pods are recreated, because only one of them can mount its volume"
                : $"the strategy '{ScalarType.EnumName(strategy.ToString())}' does not replace a few pods at a time";
            foreach (var (key, _) in rolling.Where(setting => setting.IsSet))
            {
                RejectIf(service, true, key, reason);
            }
        }
        else if (rollout.Strategy is not null && hasExclusiveVolume && service.Settings.Kind is ServiceKind.Service or ServiceKind.Worker)
        {
            service.Review.Warn(
                service.At("rollout", "strategy"),
                "a new pod on another node stays pending, because only one node can mount the volume",
                "write 'recreate', or a volume with 'access: readWriteMany'"
            );
        }
    }

    private static void CheckUnavailable(ServiceUnderReview service, IntOrPercent? amount)
    {
        if (amount is { IsPercent: true, Value: > AllPods })
        {
            service.Reject(service.At("rollout", "maxUnavailable"), $"{amount} is more than all pods", "write at most 100%");
        }
    }

    /// <summary>A rollout makes progress only if there may be more pods, or fewer.</summary>
    private static void CheckSum(ServiceUnderReview service, RolloutSettings rollout)
    {
        var plan = RolloutPlan.Create(rollout, service.Settings.Kind, hasExclusiveVolume: false);
        if (plan.Strategy != RolloutStrategy.RollingUpdate)
        {
            return;
        }

        var isStuck =
            service.Settings.Kind == ServiceKind.Stateful
                ? plan.MaxUnavailable is { Value: 0 }
                : plan is { MaxSurge.Value: 0, MaxUnavailable.Value: 0 };
        if (isStuck)
        {
            service.Reject(
                service.At("rollout"),
                "with neither more nor fewer pods than the replicas no pod can be replaced",
                service.Settings.Kind == ServiceKind.Stateful ? "write 'maxUnavailable: 1'" : "write 'maxSurge: 1' or 'maxUnavailable: 1'",
                service.At("rollout", "maxSurge"),
                service.At("rollout", "maxUnavailable"),
                service.At("kind")
            );
        }
        else if (service.Settings.Kind == ServiceKind.Daemon && plan is { MaxSurge.Value: > 0, MaxUnavailable.Value: > 0 })
        {
            service.Reject(
                service.At("rollout"),
                "Kubernetes allows a daemon either 'maxSurge' or 'maxUnavailable', not both",
                "remove one of the two"
            );
        }
    }

    private static void CheckTimes(ServiceUnderReview service, RolloutSettings rollout)
    {
        if (rollout.MinReady is { } ready && service.Settings.Kind is ServiceKind.Service or ServiceKind.Worker)
        {
            var deadline = rollout.Deadline ?? DefaultDeadline;
            if (ready >= deadline)
            {
                service.Reject(
                    service.At("rollout", "minReady"),
                    $"a rollout would fail after {Duration.Format(deadline)}, before the first pod is available",
                    $"write less, or 'deadline: {Duration.Format(ready + DefaultDeadline)}'",
                    service.At("rollout", "minReady"),
                    service.At("rollout", "deadline")
                );
            }
        }
    }

    private static void RejectIf(ServiceUnderReview service, bool isWrong, string key, string problem)
    {
        if (isWrong)
        {
            var at = key.Length == 0 ? service.At("rollout") : service.At("rollout", key);
            service.Reject(at, problem, "remove it", at, service.At("kind"), service.At("rollout", "strategy"));
        }
    }
}
