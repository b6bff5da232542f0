using Infra.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Kubernetes;

/// <summary>Which workloads PodDisruptionBudgets speak of.</summary>
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
                    _covered.Add(selected.Owner);
            }
            catch (UnknownValueException)
            {
                // It may cover anything; whoever is left uncovered by the others is told so.
                _uncertain = budget;
            }
        }
    }

    /// <summary>Whether a budget speaks of the workload's pods.</summary>
    /// <exception cref="UnknownValueException">None known does, but one may turn out to.</exception>
    public bool Cover(KubernetesObject workload)
    {
        if (_covered.Contains(workload))
            return true;
        return _uncertain is null ? false : throw new UnknownValueException($"which pods {_uncertain.Resource.Urn} speaks of");
    }

    /// <summary>A number of pods, written as such or as a percentage of all, which is rounded up as the disruption controller does.</summary>
    public static double? Count(PropertyNode amount, double all)
    {
        if (amount.Number is { } number)
            return number;
        return IntOrPercent.TryParse(amount.Text, out var percent) && percent.IsPercent ? percent.ResolveUp((int)all) : null;
    }
}
