using System.Collections;

namespace Infra.Simulator.Scheduling;

/// <summary>All nodes with another version of one of them, without a copy of the list.</summary>
internal sealed class NodesWithOneReplaced(IReadOnlyList<NodeInfo> nodes, NodeInfo replaced, NodeInfo replacement) : IReadOnlyList<NodeInfo>
{
    public int Count => nodes.Count;

    public NodeInfo this[int index] => Replace(nodes[index]);

    public IEnumerator<NodeInfo> GetEnumerator()
    {
        foreach (var node in nodes)
        {
            yield return Replace(node);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private NodeInfo Replace(NodeInfo node) => ReferenceEquals(node, replaced) ? replacement : node;
}
