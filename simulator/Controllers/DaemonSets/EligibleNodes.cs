using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>Decides on which nodes the pods of a DaemonSet may run, by its template and the tolerations that its pods get.</summary>
internal sealed class EligibleNodes
{
    private readonly string? _named;
    private readonly RequiredNodeAffinity _affinity;
    private readonly List<Toleration> _tolerations;

    /// <summary>Reads the template.</summary>
    public EligibleNodes(DaemonSet set)
    {
        var spec = (JsonObject?)set.Template.Map("spec")?.DeepClone() ?? [];
        DaemonPods.AddTolerations(spec);
        _named = spec.Text("nodeName");
        _affinity = RequiredNodeAffinity.FromSpec(spec);
        _tolerations = [.. spec.Objects("tolerations").Select(Toleration.FromJson)];
    }

    /// <summary>Whether a pod may be created on a node, and whether an existing one may stay.</summary>
    public (bool MayRun, bool MayStay) Check(Node node)
    {
        if ((_named is { Length: > 0 } && _named != node.Name) || !_affinity.Matches(node))
        {
            return (false, false);
        }

        var untolerated = node.Taints.Where(taint => !_tolerations.Exists(t => t.Tolerates(taint))).Select(t => t.Effect).ToList();
        return (untolerated.TrueForAll(e => e == TaintEffect.PreferNoSchedule), !untolerated.Contains(TaintEffect.NoExecute));
    }
}
