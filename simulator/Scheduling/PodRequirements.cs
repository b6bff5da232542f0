using System.Text.Json.Nodes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling.Scores;

namespace Infra.Simulator.Scheduling;

/// <summary>What a pod demands of the node it goes to, read once.</summary>
internal sealed class PodRequirements
{
    /// <summary>Reads the pod.</summary>
    public PodRequirements(Pod pod)
    {
        Pod = pod;
        var spec = pod.Source.Spec;
        Requests = PodRequests.Of(spec);
        Compared = PodRequests.WithDefaults(spec);
        NodeAffinity = RequiredNodeAffinity.FromSpec(spec);
        PreferredNodes =
        [
            .. spec.Map("affinity", "nodeAffinity").Objects("preferredDuringSchedulingIgnoredDuringExecution")
                .Select(p => (NodeSelector.Term(p.Map("preference")), (int)(p.Number("weight") ?? 0))),
        ];
        Tolerations = [.. spec.Objects("tolerations").Select(Toleration.FromJson)];
        var (affinity, anti) = (spec.Map("affinity", "podAffinity"), spec.Map("affinity", "podAntiAffinity"));
        Affinity = PodAffinityTerm.Required(affinity, pod.Source);
        AntiAffinity = PodAffinityTerm.Required(anti, pod.Source);
        PreferredAffinity = PodAffinityTerm.Preferred(affinity, pod.Source);
        PreferredAntiAffinity = PodAffinityTerm.Preferred(anti, pod.Source);
        Spread = [.. spec.Objects("topologySpreadConstraints").Select(c => SpreadConstraint.FromJson(c, pod.Source))];
        HostPorts = [.. spec.Objects("containers").SelectMany(c => c.Objects("ports")).Select(HostPort.FromJson).OfType<HostPort>()];
        Priority = spec.Number("priority") ?? 0;
        MayPreempt = spec.Text("preemptionPolicy") != "Never";
        Claims = [.. pod.ClaimNames];
    }

    /// <summary>The pod.</summary>
    public Pod Pod { get; }

    /// <summary>The resources it asks for.</summary>
    public Resources Requests { get; }

    /// <summary>The same with usual amounts where it states none; nodes are compared by these.</summary>
    public Resources Compared { get; }

    /// <summary>Its node selector and required node affinity.</summary>
    public RequiredNodeAffinity NodeAffinity { get; }

    /// <summary>Nodes it would rather have, and how much so.</summary>
    public IReadOnlyList<(Func<Node, bool> Matches, int Weight)> PreferredNodes { get; }

    /// <summary>The taints it puts up with.</summary>
    public IReadOnlyList<Toleration> Tolerations { get; }

    /// <summary>Pods it must be near to.</summary>
    public IReadOnlyList<PodAffinityTerm> Affinity { get; }

    /// <summary>Pods it must not be near to.</summary>
    public IReadOnlyList<PodAffinityTerm> AntiAffinity { get; }

    /// <summary>Pods it would rather be near to.</summary>
    public IReadOnlyList<PodAffinityTerm> PreferredAffinity { get; }

    /// <summary>Pods it would rather not be near to.</summary>
    public IReadOnlyList<PodAffinityTerm> PreferredAntiAffinity { get; }

    /// <summary>How it is to be spread.</summary>
    public IReadOnlyList<SpreadConstraint> Spread { get; }

    /// <summary>Ports of the node it occupies.</summary>
    public IReadOnlyList<HostPort> HostPorts { get; }

    /// <summary>How important it is.</summary>
    public long Priority { get; }

    /// <summary>Whether it may push less important pods aside.</summary>
    public bool MayPreempt { get; }

    /// <summary>Names of the PersistentVolumeClaims it mounts.</summary>
    public IReadOnlyList<string> Claims { get; }

    /// <summary>The first taint that keeps it off a node, or null.</summary>
    public Taint? UntoleratedTaint(NodeInfo node)
    {
        foreach (var taint in node.Node.Taints)
        {
            if (taint.Effect != TaintEffect.PreferNoSchedule && !Tolerates(taint))
                return taint;
        }

        return null;
    }

    /// <summary>Whether it puts up with a taint.</summary>
    public bool Tolerates(Taint taint)
    {
        foreach (var toleration in Tolerations)
        {
            if (toleration.Tolerates(taint))
                return true;
        }

        return false;
    }
}

/// <summary>A port of the node that a container occupies.</summary>
internal sealed record HostPort(string Address, string Protocol, long Port)
{
    private const string AnyAddress = "0.0.0.0";

    /// <summary>Reads a container's port; null where it occupies none of the node's.</summary>
    public static HostPort? FromJson(JsonObject json) => json.Number("hostPort") is { } port and > 0
        ? new HostPort(json.Text("hostIP") is { Length: > 0 } ip ? ip : AnyAddress, json.Text("protocol") ?? "TCP", port)
        : null;

    /// <summary>Whether both cannot be had at once.</summary>
    public bool Conflicts(HostPort other) =>
        Port == other.Port && Protocol == other.Protocol && (Address == other.Address || Address == AnyAddress || other.Address == AnyAddress);
}
