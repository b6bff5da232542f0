using Infra.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>The workloads covered by PodDisruptionBudgets.</summary>
internal sealed class DisruptionBudgets
{
    private readonly HashSet<KubernetesObject> _covered = [];
    private readonly KubernetesObject? _uncertain;

    public DisruptionBudgets(IEnumerable<KubernetesObject> budgets, PodIndex pods)
    {
        foreach (var budget in budgets)
        {
            try
            {
                foreach (var selected in pods.Select(budget.Namespace, budget.Spec["selector"].ToLabelSelector()))
                {
                    _covered.Add(selected.Owner);
                }
            }
            catch (UnknownValueException)
            {
                // The budget may cover any workload: Cover throws for those that no other budget covers.
                _uncertain = budget;
            }
        }
    }

    /// <summary>Whether a budget selects the workload's pods.</summary>
    /// <exception cref="UnknownValueException">No budget is known to, but the selector of at least one is unknown.</exception>
    public bool Cover(KubernetesObject workload)
    {
        if (_covered.Contains(workload))
        {
            return true;
        }

        return _uncertain is null ? false : throw new UnknownValueException($"which pods {_uncertain.Resource.Urn} selects");
    }

    /// <summary>Resolves a number or a percentage of pods, rounding up as the disruption controller does.</summary>
    public static double? Count(PropertyNode amount, double all)
    {
        if (amount.Number is { } number)
        {
            return number;
        }

        return IntOrPercent.TryParse(amount.Text, out var percent) && percent.IsPercent ? percent.ResolveUp((int)all) : null;
    }
}
