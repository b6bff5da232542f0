using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>The nodes a pod may run on: its node selector and its required node affinity.</summary>
internal sealed class RequiredNodeAffinity
{
    private readonly IReadOnlyDictionary<string, string> _labels;
    private readonly NodeSelector? _selector;

    private RequiredNodeAffinity(IReadOnlyDictionary<string, string> labels, NodeSelector? selector) =>
        (_labels, _selector) = (labels, selector);

    /// <summary>Reads a pod's <c>spec</c>.</summary>
    public static RequiredNodeAffinity FromSpec(JsonObject spec) =>
        new(
            spec.TextMap("nodeSelector"),
            NodeSelector.FromJson(spec.Map("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"))
        );

    /// <summary>Whether the pod may run on every node.</summary>
    public bool IsEmpty => _labels.Count == 0 && _selector is null;

    /// <summary>The only nodes that the affinity allows, if it names them; null if it does not.</summary>
    public IReadOnlySet<string>? Names => _selector?.Names;

    /// <summary>Whether the pod may run on a node.</summary>
    public bool Matches(Node node)
    {
        foreach (var (key, value) in _labels)
        {
            if (node.Labels.GetValueOrDefault(key) != value)
            {
                return false;
            }
        }

        return _selector is null || _selector.Matches(node);
    }
}
