using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling.Scores;

namespace Infra.Simulator.Scheduling;

/// <summary>The scheduling requirements of a pod, parsed once.</summary>
internal sealed record PodRequirements
{
    /// <summary>Parses the pod's spec.</summary>
    public PodRequirements(Pod pod)
    {
        Pod = pod;
        var spec = pod.Source.Spec;
        Requests = PodRequests.FromSpec(spec);
        ScoredRequests = PodRequests.FromSpecWithDefaults(spec);
        NodeAffinity = RequiredNodeAffinity.FromSpec(spec);
        PreferredNodes =
        [
            .. spec.Map("affinity", "nodeAffinity")
                .Objects("preferredDuringSchedulingIgnoredDuringExecution")
                .Select(p => (NodeSelector.FromTerm(p.Map("preference")), (int)(p.Number("weight") ?? 0))),
        ];
        Tolerations = [.. spec.Objects("tolerations").Select(Toleration.FromJson)];
        var (affinity, anti) = (spec.Map("affinity", "podAffinity"), spec.Map("affinity", "podAntiAffinity"));
        Affinity = PodAffinityTerm.Required(affinity, pod.Source);
        AntiAffinity = PodAffinityTerm.Required(anti, pod.Source);
        PreferredAffinity = PodAffinityTerm.Preferred(affinity, pod.Source);
        PreferredAntiAffinity = PodAffinityTerm.Preferred(anti, pod.Source);
        Spread = [.. spec.Objects("topologySpreadConstraints").Select(SpreadConstraint.FromJson)];
        HostPorts = [.. spec.Objects("containers").SelectMany(c => c.Objects("ports")).Select(HostPort.FromJson).OfType<HostPort>()];
        Priority = spec.Number("priority") ?? 0;
        MayPreempt = spec.Text("preemptionPolicy") != "Never";
        Claims = [.. pod.ClaimNames];
        UsesHostPath = spec.Objects("volumes").Any(volume => volume.ContainsKey("hostPath"));
    }

    /// <summary>The pod.</summary>
    public Pod Pod { get; private init; }

    /// <summary>Its resource requests.</summary>
    public Resources Requests { get; }

    /// <summary>Its resource requests with defaults for containers without any, used by scores.</summary>
    public Resources ScoredRequests { get; }

    /// <summary>Its node selector and required node affinity.</summary>
    public RequiredNodeAffinity NodeAffinity { get; }

    /// <summary>The preferred node affinity terms with their weights.</summary>
    public IReadOnlyList<(Func<Node, bool> Matches, int Weight)> PreferredNodes { get; }

    /// <summary><c>spec.tolerations</c>.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; }

    /// <summary>The required pod affinity terms.</summary>
    public IReadOnlyList<PodAffinityTerm> Affinity { get; }

    /// <summary>The required pod anti-affinity terms.</summary>
    public IReadOnlyList<PodAffinityTerm> AntiAffinity { get; }

    /// <summary>The preferred pod affinity terms.</summary>
    public IReadOnlyList<PodAffinityTerm> PreferredAffinity { get; }

    /// <summary>The preferred pod anti-affinity terms.</summary>
    public IReadOnlyList<PodAffinityTerm> PreferredAntiAffinity { get; }

    /// <summary><c>spec.topologySpreadConstraints</c>.</summary>
    public IReadOnlyList<SpreadConstraint> Spread { get; }

    /// <summary>The host ports it occupies.</summary>
    public IReadOnlyList<HostPort> HostPorts { get; }

    /// <summary><c>spec.priority</c>.</summary>
    public long Priority { get; }

    /// <summary>Whether it may preempt pods of lower priority.</summary>
    public bool MayPreempt { get; }

    /// <summary>The names of the PersistentVolumeClaims it mounts.</summary>
    public IReadOnlyList<string> Claims { get; }

    /// <summary>Whether it mounts a directory of its node.</summary>
    public bool UsesHostPath { get; }

    /// <summary>Whether it has affinity or anti-affinity terms.</summary>
    public bool HasAffinity => Affinity.Count + AntiAffinity.Count + PreferredAffinity.Count + PreferredAntiAffinity.Count > 0;

    /// <summary>The requirements of another version of the pod; parsed only if they may differ.</summary>
    public PodRequirements Of(Pod version) =>
        version.Source.Generation == Pod.Source.Generation && HasSameLabels(version) ? this with { Pod = version } : new(version);

    /// <summary>The requirements of the version that follows this one and is bound to a node.</summary>
    public PodRequirements OfBound(Pod version) => HasSameLabels(version) ? this with { Pod = version } : new(version);

    /// <summary>Whether another version of the pod counts for others as this one does.</summary>
    public bool CountsLike(PodRequirements version) =>
        ReferenceEquals(Requests, version.Requests) && Pod.IsDeleting == version.Pod.IsDeleting;

    private bool HasSameLabels(Pod version) =>
        ReferenceEquals(version.Labels, Pod.Labels)
        || (
            version.Labels.Count == Pod.Labels.Count
            && version.Labels.All(label => Pod.Labels.TryGetValue(label.Key, out var value) && value == label.Value)
        );

    /// <summary>The first untolerated taint of a node, PreferNoSchedule apart; null for none.</summary>
    public Taint? UntoleratedTaint(NodeInfo node)
    {
        var taints = node.Node.Taints;
        for (var i = 0; i < taints.Count; i++)
        {
            var taint = taints[i];
            if (taint.Effect != TaintEffect.PreferNoSchedule && !Tolerates(taint))
            {
                return taint;
            }
        }

        return null;
    }

    /// <summary>Whether it tolerates a taint.</summary>
    public bool Tolerates(Taint taint)
    {
        for (var i = 0; i < Tolerations.Count; i++)
        {
            if (Tolerations[i].Tolerates(taint))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A host port of a container.</summary>
internal sealed record HostPort(string Address, string Protocol, long Port)
{
    private const string AnyAddress = "0.0.0.0";

    /// <summary>Reads an entry of <c>ports</c>; null without <c>hostPort</c>.</summary>
    public static HostPort? FromJson(JsonObject json) =>
        json.Number("hostPort") is { } port and > 0
            ? new HostPort(json.Text("hostIP") is { Length: > 0 } ip ? ip : AnyAddress, json.Text("protocol") ?? "TCP", port)
            : null;

    /// <summary>Whether both ports cannot be used on one node.</summary>
    public bool Conflicts(HostPort other) =>
        Port == other.Port
        && Protocol == other.Protocol
        && (Address == other.Address || Address == AnyAddress || other.Address == AnyAddress);
}
