using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>Creates the pods of a StatefulSet with their names and claims.</summary>
internal static class StatefulPods
{
    /// <summary>The label of the name of a pod's revision.</summary>
    public const string RevisionLabel = "controller-revision-hash";

    /// <summary>The name of the pod of an ordinal.</summary>
    public static string GetName(StatefulSet set, int ordinal) => $"{set.Name}-{Text(ordinal)}";

    /// <summary>The ordinal of a pod; null for a name that is not of the set's form.</summary>
    public static int? FindOrdinal(StatefulSet set, Pod pod) =>
        pod.Name.StartsWith(set.Name + "-", StringComparison.Ordinal)
        && int.TryParse(pod.Name.AsSpan(set.Name.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal)
            ? ordinal
            : null;

    /// <summary>Describes the pod of an ordinal.</summary>
    public static JsonObject NewPod(StatefulSet set, JsonObject template, string revision, int ordinal)
    {
        var pod = PodTemplates.NewPod(template, set.Source);
        var metadata = pod.GetOrAddObject("metadata");
        var name = GetName(set, ordinal);
        metadata.Remove("generateName");
        metadata["name"] = name;
        var labels = metadata.GetOrAddObject("labels");
        labels["statefulset.kubernetes.io/pod-name"] = name;
        labels["apps.kubernetes.io/pod-index"] = Text(ordinal);
        labels[RevisionLabel] = revision;
        var spec = pod.GetOrAddObject("spec");
        spec["hostname"] = name;
        if (set.Source.Spec.Text("serviceName") is { Length: > 0 } service)
        {
            spec["subdomain"] = service;
        }

        MountClaims(set, spec, name);
        return pod;
    }

    /// <summary>Describes the claims of a pod.</summary>
    public static IEnumerable<JsonObject> NewClaims(StatefulSet set, string pod)
    {
        foreach (var template in set.ClaimTemplates)
        {
            var claim = (JsonObject)template.DeepClone();
            claim.Remove("status");
            var metadata = claim.GetOrAddObject("metadata");
            metadata["name"] = ClaimName(template, pod);
            metadata["namespace"] = set.Namespace;
            var labels = metadata.GetOrAddObject("labels");
            foreach (var (key, value) in set.Source.Spec.TextMap("selector", "matchLabels"))
            {
                labels[key] = value;
            }

            yield return claim;
        }
    }

    /// <summary>The name of the claim that a pod has from a template.</summary>
    public static string ClaimName(JsonObject template, string pod) => $"{template.Text("metadata", "name")}-{pod}";

    private static void MountClaims(StatefulSet set, JsonObject spec, string pod)
    {
        var volumes = spec.Array("volumes")?.DeepClone().AsArray() ?? [];
        foreach (var template in set.ClaimTemplates)
        {
            var name = template.Text("metadata", "name");
            if (volumes.OfType<JsonObject>().FirstOrDefault(v => v.Text("name") == name) is { } replaced)
            {
                volumes.Remove(replaced);
            }

            volumes.Add(
                new JsonObject
                {
                    ["name"] = name,
                    ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = ClaimName(template, pod) },
                }
            );
        }

        if (volumes.Count > 0)
        {
            spec["volumes"] = volumes;
        }
    }

    private static string Text(int ordinal) => ordinal.ToString(CultureInfo.InvariantCulture);
}
