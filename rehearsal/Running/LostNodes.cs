using Infra.Simulator.Hosting.Virtual;

namespace Infra.Rehearsal.Running;

/// <summary>The nodes that a fault has stopped, and since when.</summary>
internal sealed class LostNodes(VirtualCluster cluster)
{
    private readonly Dictionary<string, DateTimeOffset> _since = new(StringComparer.Ordinal);

    /// <summary>Their names.</summary>
    public IReadOnlySet<string> Names { get; private set; } = new HashSet<string>();

    /// <summary>Reads them from the cluster; returns whether they have changed.</summary>
    public bool Update(DateTimeOffset now)
    {
        var current = cluster.LostNodes;
        if (current.SetEquals(Names))
        {
            return false;
        }

        Names = current;
        foreach (var node in _since.Keys.Where(node => !current.Contains(node)).ToList())
        {
            _since.Remove(node);
        }

        foreach (var node in current)
        {
            _since.TryAdd(node, now);
        }

        return true;
    }

    /// <summary>Whether a node is lost.</summary>
    public bool Contains(string node) => Names.Contains(node);

    /// <summary>Since when a node is lost; null if it is not.</summary>
    public DateTimeOffset? FindSince(string node) => _since.TryGetValue(node, out var since) ? since : null;
}
