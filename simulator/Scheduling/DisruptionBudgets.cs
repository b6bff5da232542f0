using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Scheduling;

/// <summary>The disruption budgets that preemption considers.</summary>
/// <param name="inNamespace">Returns the budgets of a namespace.</param>
internal sealed class DisruptionBudgets(Func<string, IEnumerable<PlainObject>> inNamespace)
{
    /// <summary>
    /// Finds the pods whose eviction would violate a budget, if all of the given pods were evicted in this order. A pod whose eviction was
    /// granted before does not count again.
    /// </summary>
    public IReadOnlySet<string> FindViolations(IEnumerable<Pod> pods)
    {
        var violations = new HashSet<string>(StringComparer.Ordinal);
        var budgets = new Dictionary<string, List<Budget>>(StringComparer.Ordinal);
        foreach (var pod in pods.Where(pod => pod.Labels.Count > 0))
        {
            if (!budgets.TryGetValue(pod.Namespace, out var known))
            {
                budgets[pod.Namespace] = known = [.. inNamespace(pod.Namespace).Select(Budget.Create).OfType<Budget>()];
            }

            // All budgets are charged, the violated ones too.
            var violated = known.FindAll(budget => !budget.TryTake(pod));
            if (violated.Count > 0)
            {
                violations.Add(pod.Uid);
            }
        }

        return violations;
    }

    private sealed class Budget(PlainObject source, LabelSelector selector)
    {
        private long _allowed = source.Source.Status.Number("disruptionsAllowed") ?? 0;

        /// <summary>Returns null for a budget that selects no pods.</summary>
        public static Budget? Create(PlainObject source) =>
            source.Selector is { IsEmpty: false } selector ? new Budget(source, selector) : null;

        public bool TryTake(Pod pod) =>
            !selector.Matches(pod.Labels) || source.Source.Status.Map("disruptedPods")?.ContainsKey(pod.Name) == true || --_allowed >= 0;
    }
}
