using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>Creates the pods of a DaemonSet and determines the eligible nodes.</summary>
internal static class DaemonPods
{
    /// <summary>The label of the hash of a pod's template.</summary>
    public const string HashLabel = "controller-revision-hash";

    private static readonly (string Key, string Effect)[] Tolerated =
    [
        ("node.kubernetes.io/not-ready", "NoExecute"),
        ("node.kubernetes.io/unreachable", "NoExecute"),
        ("node.kubernetes.io/disk-pressure", "NoSchedule"),
        ("node.kubernetes.io/memory-pressure", "NoSchedule"),
        ("node.kubernetes.io/pid-pressure", "NoSchedule"),
        ("node.kubernetes.io/unschedulable", "NoSchedule"),
    ];

    /// <summary>Describes the pod to create for a node. Its node affinity makes the scheduler bind it there.</summary>
    public static JsonObject NewPod(DaemonSet set, string hash, string node)
    {
        var pod = PodTemplates.NewPod(set.Template, set.Source);
        var labels = pod.GetOrAddObject("metadata").GetOrAddObject("labels");
        labels[HashLabel] = hash;
        labels["pod-template-generation"] = set.Annotations.GetValueOrDefault("deprecated.daemonset.template.generation")
            ?? set.Source.Generation.ToString(CultureInfo.InvariantCulture);
        var spec = pod.GetOrAddObject("spec");
        AddTolerations(spec);
        RestrictToNode(spec, node);
        return pod;
    }

    /// <summary>Whether a pod may be created on a node, and whether an existing one may stay.</summary>
    public static (bool MayRun, bool MayStay) Check(DaemonSet set, Node node)
    {
        var pod = NewPod(set, "", node.Name);
        var spec = pod.GetOrAddObject("spec");
        if (
            set.Template.Text("spec", "nodeName") is { Length: > 0 } named && named != node.Name
            || !RequiredNodeAffinity.FromSpec(spec).Matches(node)
        )
        {
            return (false, false);
        }

        var tolerations = spec.Objects("tolerations").Select(Toleration.FromJson).ToList();
        var untolerated = node.Taints.Where(taint => !tolerations.Exists(t => t.Tolerates(taint))).Select(t => t.Effect).ToList();
        return (untolerated.TrueForAll(e => e == TaintEffect.PreferNoSchedule), !untolerated.Contains(TaintEffect.NoExecute));
    }

    /// <summary>The node of a pod: the one it is bound to, or the one its affinity names.</summary>
    public static string? FindNode(Pod pod) =>
        pod.NodeName
        ?? pod.Source.Spec.Objects("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
            .SelectMany(term => term.Objects("matchFields"))
            .FirstOrDefault(field => field.Text("key") == "metadata.name")
            .Array("values")
            ?[0]?.GetValue<string>();

    private static void AddTolerations(JsonObject spec)
    {
        if (spec.Array("tolerations") is not { } tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        var keys = spec.Flag("hostNetwork") ? Tolerated.Append(("node.kubernetes.io/network-unavailable", "NoSchedule")) : Tolerated;
        foreach (var (key, effect) in keys)
        {
            if (!tolerations.OfType<JsonObject>().Any(t => t.Text("key") == key && t.Text("effect") == effect))
            {
                tolerations.Add(
                    new JsonObject
                    {
                        ["key"] = key,
                        ["operator"] = "Exists",
                        ["effect"] = effect,
                    }
                );
            }
        }
    }

    private static void RestrictToNode(JsonObject spec, string node)
    {
        var affinity = spec.GetOrAddObject("affinity")
            .GetOrAddObject("nodeAffinity")
            .GetOrAddObject("requiredDuringSchedulingIgnoredDuringExecution");
        if (affinity.Array("nodeSelectorTerms") is not { } terms)
        {
            affinity["nodeSelectorTerms"] = terms = [new JsonObject()];
        }

        foreach (var term in terms.OfType<JsonObject>())
        {
            term["matchFields"] = new JsonArray(
                new JsonObject
                {
                    ["key"] = "metadata.name",
                    ["operator"] = "In",
                    ["values"] = new JsonArray(node),
                }
            );
        }
    }
}
