using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers.Nodes;

/// <summary>
/// Limits how fast the failed nodes of a zone get the taint that evicts their pods: one in ten seconds. If most of a zone has failed,
/// one in a hundred seconds, or none in a zone of up to 50 nodes; if all nodes of all zones have failed, none, since the failure is
/// probably that of the control plane's network.
/// </summary>
/// <param name="loop">Runs <paramref name="retry"/> when a waiting node may be tainted.</param>
/// <param name="retry">Asks for a waiting node again.</param>
internal sealed class EvictionPace(ControlLoop loop, Action<string> retry)
{
    private const double UnhealthyShare = 0.55;
    private const int LargeZone = 50;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _reducedInterval = TimeSpan.FromSeconds(100);

    private readonly Dictionary<string, (string Zone, bool IsReady)> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);
    private readonly HashSet<string> _waiting = new(StringComparer.Ordinal);

    /// <summary>Whether all nodes have failed, so that none is tainted.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>Records whether a node is ready.</summary>
    public void Observe(string node, string zone, bool isReady)
    {
        if (_nodes.TryGetValue(node, out var known) && known == (zone, isReady))
        {
            return;
        }

        _nodes[node] = (zone, isReady);
        Reconsider();
    }

    /// <summary>Forgets a node that was deleted.</summary>
    public void Forget(string node)
    {
        _waiting.Remove(node);
        if (_nodes.Remove(node))
        {
            Reconsider();
        }
    }

    /// <summary>Whether a failed node may be tainted now; otherwise it is asked for again.</summary>
    public bool TryTake(string node)
    {
        _waiting.Add(node);
        var zone = _nodes[node].Zone;
        if (IsStopped || GetInterval(zone) is not { } interval)
        {
            return false;
        }

        var now = loop.Now;
        if (_next.GetValueOrDefault(zone) is var next && next > now)
        {
            loop.At(next, () => Retry(node));
            return false;
        }

        _next[zone] = now + interval;
        _waiting.Remove(node);
        return true;
    }

    private void Retry(string node)
    {
        if (_waiting.Contains(node))
        {
            retry(node);
        }
    }

    private void Reconsider()
    {
        var wasStopped = IsStopped;
        IsStopped = _nodes.Count > 0 && _nodes.Values.All(node => !node.IsReady);
        var affected = wasStopped == IsStopped ? _waiting : [.. _nodes.Keys];
        foreach (var node in affected.Order(StringComparer.Ordinal))
        {
            retry(node);
        }
    }

    /// <summary>The time between two nodes of a zone; null if none may be tainted.</summary>
    private TimeSpan? GetInterval(string zone)
    {
        var nodes = _nodes.Values.Where(node => node.Zone == zone).ToList();
        var failed = nodes.Count(node => !node.IsReady);
        var isPartial = failed < nodes.Count && failed > 2 && failed >= UnhealthyShare * nodes.Count;
        return !isPartial ? _interval
            : nodes.Count > LargeZone ? _reducedInterval
            : null;
    }
}
