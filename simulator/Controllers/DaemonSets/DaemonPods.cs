using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.DaemonSets;

/// <summary>Creates the pods of a DaemonSet.</summary>
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

    /// <summary>The node of a pod: the one it is bound to, or the one its affinity names.</summary>
    public static string? FindNode(Pod pod) =>
        pod.NodeName
        ?? pod.Source.Spec.Objects("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
            .SelectMany(term => term.Objects("matchFields"))
            .FirstOrDefault(field => field.Text("key") == "metadata.name")
            .Array("values")
            ?[0]?.GetValue<string>();

    /// <summary>Adds the tolerations of all pods of DaemonSets, in place of those that differ in nothing but the time limit.</summary>
    public static void AddTolerations(JsonObject spec)
    {
        if (spec.Array("tolerations") is not { } tolerations)
        {
            spec["tolerations"] = tolerations = [];
        }

        var keys = spec.Flag("hostNetwork") ? Tolerated.Append(("node.kubernetes.io/network-unavailable", "NoSchedule")) : Tolerated;
        foreach (var (key, effect) in keys)
        {
            var equal = tolerations.OfType<JsonObject>().Where(toleration => IsFor(toleration, key, effect)).ToList();
            equal.ForEach(toleration => toleration.Remove("tolerationSeconds"));
            if (equal.Count == 0)
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

    private static bool IsFor(JsonObject toleration, string key, string effect) =>
        toleration.Text("key") == key
        && toleration.Text("effect") == effect
        && toleration.Text("operator") == "Exists"
        && toleration.Text("value") is not { Length: > 0 };

    // The terms of the template have chosen the node already.
    private static void RestrictToNode(JsonObject spec, string node) =>
        spec.GetOrAddObject("affinity").GetOrAddObject("nodeAffinity").GetOrAddObject("requiredDuringSchedulingIgnoredDuringExecution")[
            "nodeSelectorTerms"
        ] = new JsonArray(
            new JsonObject
            {
                ["matchFields"] = new JsonArray(
                    new JsonObject
                    {
                        ["key"] = "metadata.name",
                        ["operator"] = "In",
                        ["values"] = new JsonArray(node),
                    }
                ),
            }
        );
}
