using System.Runtime.InteropServices;

namespace Infra.Simulator.Scheduling.Filters;

/// <summary>Filters out nodes where the pod would violate its required topology spread constraints.</summary>
internal sealed class TopologySpreadFilter : INodeFilter
{
    private static readonly Rejection Skewed = Rejection.Resolvable("node(s) didn't match pod topology spread constraints");
    private static readonly Rejection Unlabelled = Rejection.Unresolvable(
        "node(s) didn't match pod topology spread constraints (missing required label)"
    );

    /// <inheritdoc/>
    public Func<NodeInfo, Rejection?>? Prepare(PodRequirements pod, IReadOnlyList<NodeInfo> nodes)
    {
        var required = pod.Spread.Where(c => c.IsRequired).ToList();
        if (required.Count == 0)
        {
            return null;
        }
        // Nodes that lack any of the topology labels are not counted.
        var labelled = nodes.Where(n => required.TrueForAll(c => n.Labels.ContainsKey(c.TopologyKey))).ToList();
        var checks = required.ConvertAll(c => new Check(c, pod, labelled));
        return node =>
        {
            foreach (var check in checks)
            {
                if (!node.Labels.TryGetValue(check.TopologyKey, out var domain))
                {
                    return Unlabelled;
                }

                if (!check.Allows(domain))
                {
                    return Skewed;
                }
            }

            return null;
        };
    }

    private sealed class Check
    {
        private readonly Dictionary<string, int> _counts = [];
        private readonly int _minimum;
        private readonly int _ownCount;
        private readonly int _maxSkew;

        public Check(SpreadConstraint constraint, PodRequirements pod, List<NodeInfo> nodes)
        {
            TopologyKey = constraint.TopologyKey;
            _maxSkew = constraint.MaxSkew;
            _ownCount = constraint.Matches(pod.Pod) ? 1 : 0;
            var group = constraint.GetGroup(pod.Pod.Namespace);
            foreach (var node in nodes)
            {
                if (constraint.Includes(node, pod))
                {
                    var count = group is null ? 0 : node.Count(group);
                    CollectionsMarshal.GetValueRefOrAddDefault(_counts, node.Labels[TopologyKey], out _) += count;
                }
            }

            _minimum = _counts.Count < constraint.MinDomains ? 0 : _counts.Values.DefaultIfEmpty().Min();
        }

        public string TopologyKey { get; }

        public bool Allows(string domain) => _counts.GetValueOrDefault(domain) + _ownCount - _minimum <= _maxSkew;
    }
}
