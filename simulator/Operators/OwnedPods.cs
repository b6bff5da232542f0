using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>A pod that a custom resource should have.</summary>
internal sealed record OwnedPod
{
    public required string Name { get; init; }

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public required JsonObject Spec { get; init; }
}

/// <summary>
/// The pods of custom resources whose operator creates pods itself, without a StatefulSet. Changed pods are replaced one by one, while
/// all others are ready.
/// </summary>
internal sealed class OwnedPods(IClusterClient client, ResourceCache<Pod> pods)
{
    /// <summary>The annotation of the hash of what a pod was created from.</summary>
    private const string RevisionAnnotation = "simulator.infra/revision";

    /// <summary>Creates, replaces and deletes pods of an owner.</summary>
    /// <param name="owner">The custom resource.</param>
    /// <param name="desired">Its pods.</param>
    /// <param name="isOrdered">Whether a pod is created only once all pods before it are ready.</param>
    /// <returns>The pods that exist, in the order of <paramref name="desired"/>.</returns>
    public IReadOnlyList<Pod> Reconcile(ObjectView owner, IReadOnlyList<OwnedPod> desired, bool isOrdered)
    {
        var existing = pods.ByController[owner.Uid].ToDictionary(pod => pod.Name, StringComparer.Ordinal);
        foreach (var surplus in existing.Values.Where(pod => !pod.IsDeleting && desired.All(wanted => wanted.Name != pod.Name)))
        {
            client.DeleteIfExists(surplus);
        }

        var current = new List<Pod>();
        foreach (var wanted in desired)
        {
            if (existing.TryGetValue(wanted.Name, out var pod))
            {
                current.Add(pod);
            }
            else if (!isOrdered || current.All(earlier => earlier.IsReady))
            {
                Create(owner, wanted);
            }
        }

        if (current.Count == desired.Count && current.All(pod => pod.IsReady))
        {
            ReplaceFirst(current, desired);
        }

        return current;
    }

    private void ReplaceFirst(List<Pod> current, IReadOnlyList<OwnedPod> desired)
    {
        var changed = current
            .Zip(desired)
            .FirstOrDefault(pair => pair.First.Annotations.GetValueOrDefault(RevisionAnnotation) != Hash(pair.Second));
        if (changed.First is { IsDeleting: false } pod)
        {
            client.DeleteIfExists(pod);
        }
    }

    private void Create(ObjectView owner, OwnedPod wanted)
    {
        var annotations = OwnedObjects.Map(wanted.Annotations);
        annotations[RevisionAnnotation] = Hash(wanted);
        client.Create(
            GroupResource.Pods,
            new JsonObject
            {
                ["metadata"] = new JsonObject
                {
                    ["name"] = wanted.Name,
                    ["namespace"] = owner.Namespace,
                    ["labels"] = OwnedObjects.Map(wanted.Labels),
                    ["annotations"] = annotations,
                    ["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner.Source).ToJson()),
                },
                ["spec"] = wanted.Spec.DeepClone(),
            }
        );
    }

    private static string Hash(OwnedPod pod) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(pod.Spec.ToJsonString())).AsSpan(0, 8));
}
