using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks how many pods may be evicted, by <c>ValidatePodDisruptionBudgetSpec</c> in Kubernetes' <c>pkg/apis/policy/validation</c>, and
/// warns of a budget that blocks every drain.
/// </summary>
internal sealed class DisruptionCheck : ISettingsCheck
{
    private const int AllPods = 100;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var (budget, at) = (service.Settings.DisruptionBudget, service.At("disruptionBudget"));
            if (budget != new DisruptionBudgetSettings() && !service.Settings.Kind.IsReplicated())
            {
                service.Reject(
                    at,
                    "only a service, worker or stateful service has a number of pods to keep",
                    "remove it",
                    at,
                    service.At("kind")
                );
                continue;
            }

            if (budget is { MaxUnavailable: not null, MinAvailable: not null })
            {
                service.Reject(at, "Kubernetes allows either 'maxUnavailable' or 'minAvailable'", "remove one of the two");
            }

            CheckAmount(service, "maxUnavailable", budget.MaxUnavailable);
            CheckAmount(service, "minAvailable", budget.MinAvailable);
            WarnIfBlocked(service, budget);
        }
    }

    private static void CheckAmount(ServiceUnderReview service, string key, IntOrPercent? amount)
    {
        if (amount is { IsPercent: true, Value: > AllPods })
        {
            service.Reject(service.At("disruptionBudget", key), $"{amount} is more than all pods", "write at most 100%");
        }
    }

    private static void WarnIfBlocked(ServiceUnderReview service, DisruptionBudgetSettings budget)
    {
        var preset = FaultTolerancePreset.For(service.Review.Settings.FaultTolerance);
        var pods = ReplicaCount.ResolveMinimum(service.Settings, preset);
        var (key, isBlocked) = budget switch
        {
            { MaxUnavailable: { } unavailable } => ("maxUnavailable", unavailable.ResolveUp(pods) == 0),
            { MinAvailable: { } available } => ("minAvailable", available.ResolveUp(pods) >= pods),
            _ => ("", false),
        };
        if (isBlocked && pods > 0)
        {
            service.Review.Warn(
                service.At("disruptionBudget", key),
                $"none of its {pods} pods may be evicted, so its nodes can never be drained",
                "allow one, or raise the replicas"
            );
        }
    }
}
