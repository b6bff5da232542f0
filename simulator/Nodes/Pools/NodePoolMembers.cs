using System.Globalization;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Faults;

namespace Infra.Simulator.Nodes.Pools;

/// <summary>Decides which nodes a pool lacks and which it has too many, where new nodes replace those with other properties.</summary>
internal sealed class NodePoolMembers
{
    /// <summary>The annotation with the properties that a node was created with.</summary>
    public const string TemplateAnnotation = "simulator.infra/node-template";

    /// <summary>The share of additional nodes during a replacement.</summary>
    private const int SurgePercentage = 10;

    private readonly NodePool _pool;
    private readonly string _template;
    private readonly string _initialTemplate;
    private readonly List<Node> _current;
    private readonly List<Node> _outdated;

    /// <summary>Divides the nodes of a pool.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="nodes">Its nodes.</param>
    /// <param name="initialTemplate">The properties of nodes without an annotation: those the cluster started with.</param>
    public NodePoolMembers(NodePool pool, IEnumerable<Node> nodes, string initialTemplate)
    {
        (_pool, _template, _initialTemplate) = (pool, pool.Template, initialTemplate);
        var members = nodes.OrderBy(GetNumber).ThenBy(node => node.Name, StringComparer.Ordinal).ToLookup(IsCurrent);
        (_current, _outdated) = ([.. members[true]], [.. members[false]]);
    }

    /// <summary>The number of all nodes.</summary>
    public int Count => _current.Count + _outdated.Count;

    /// <summary>The number of nodes to create now.</summary>
    public int Missing
    {
        get
        {
            var surge = Math.Max(1, _pool.Nodes.Count * SurgePercentage / 100);
            return Math.Max(0, Math.Min(_pool.Nodes.Count - _current.Count, _pool.Nodes.Count + surge - Count));
        }
    }

    /// <summary>The nodes to remove now: those with other properties first, then those with the highest numbers.</summary>
    public IReadOnlyList<Node> Surplus =>
        [.. _outdated.AsEnumerable().Reverse().Concat(_current.AsEnumerable().Reverse()).Take(Math.Max(0, Count - _pool.Nodes.Count))];

    /// <summary>The lowest numbers that no node of the pool has.</summary>
    public IEnumerable<int> FreeNumbers()
    {
        var used = _current.Concat(_outdated).Select(GetNumber).ToHashSet();
        return Enumerable.Range(1, int.MaxValue).Where(number => !used.Contains(number));
    }

    /// <summary>Leaves out the numbers of nodes in lost zones, in which no machine starts.</summary>
    public static IEnumerable<int> SkipLostZones(NodePoolOptions pool, IEnumerable<int> numbers, ActiveFaults faults) =>
        pool.Zones.Count == 0 ? numbers
        : pool.Zones.All(faults.HasLost) ? []
        : numbers.Where(number => !faults.HasLost(SimulatedNodes.GetZone(pool, number)!));

    private bool IsCurrent(Node node) => (node.Annotations.GetValueOrDefault(TemplateAnnotation) ?? _initialTemplate) == _template;

    private int GetNumber(Node node) =>
        node.Name.StartsWith(_pool.Nodes.NamePrefix, StringComparison.Ordinal)
        && int.TryParse(node.Name.AsSpan(_pool.Nodes.NamePrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
