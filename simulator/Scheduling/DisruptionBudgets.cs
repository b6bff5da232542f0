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
        var budgets = new Dictionary<string, NamespaceBudgets>(StringComparer.Ordinal);
        foreach (var pod in pods.Where(pod => pod.Labels.Count > 0))
        {
            if (!budgets.TryGetValue(pod.Namespace, out var known))
            {
                budgets[pod.Namespace] = known = new NamespaceBudgets(inNamespace(pod.Namespace));
            }

            if (!known.TryTake(pod))
            {
                violations.Add(pod.Uid);
            }
        }

        return violations;
    }

    /// <summary>The budgets of a namespace by a label that they require: most select the pods of one workload.</summary>
    private sealed class NamespaceBudgets
    {
        private readonly Dictionary<(string Key, string Value), List<Budget>> _byLabel = [];
        private readonly List<Budget> _others = [];

        public NamespaceBudgets(IEnumerable<PlainObject> budgets)
        {
            foreach (var source in budgets)
            {
                // One without a selector selects no pods.
                if (source.Selector is { IsEmpty: false } selector)
                {
                    Find(selector).Add(new Budget(source, selector));
                }
            }
        }

        /// <summary>Charges all budgets, the violated ones too; returns whether none is violated.</summary>
        public bool TryTake(Pod pod)
        {
            var isAllowed = true;
            foreach (var budget in _others)
            {
                isAllowed &= budget.TryTake(pod);
            }

            foreach (var (key, value) in pod.Labels)
            {
                foreach (var budget in _byLabel.GetValueOrDefault((key, value)) ?? [])
                {
                    isAllowed &= budget.TryTake(pod);
                }
            }

            return isAllowed;
        }

        private List<Budget> Find(LabelSelector selector)
        {
            if (selector.Requirements.FirstOrDefault(one => one is { Operator: LabelOperator.Equals, Values: [_] }) is not { } required)
            {
                return _others;
            }

            var label = (required.Key, required.Values[0]);
            if (!_byLabel.TryGetValue(label, out var budgets))
            {
                _byLabel[label] = budgets = [];
            }

            return budgets;
        }
    }

    private sealed class Budget(PlainObject source, LabelSelector selector)
    {
        private long? _allowed;

        public bool TryTake(Pod pod)
        {
            if (!selector.Matches(pod.Labels) || source.Source.Status.Map("disruptedPods")?.ContainsKey(pod.Name) == true)
            {
                return true;
            }

            _allowed = (_allowed ?? source.Source.Status.Number("disruptionsAllowed") ?? 0) - 1;
            return _allowed >= 0;
        }
    }
}
