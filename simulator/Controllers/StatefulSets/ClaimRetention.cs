using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>
/// Makes the claims of a StatefulSet's pods dependents of the set or of their pod, by its <c>persistentVolumeClaimRetentionPolicy</c>, so
/// that the garbage collector deletes or keeps them.
/// </summary>
internal static class ClaimRetention
{
    /// <summary>Updates the owner references of the claims of a set's pods.</summary>
    public static void Apply(IClusterClient client, StatefulSet set, IEnumerable<Pod> pods)
    {
        var policy = set.Source.Spec.Map("persistentVolumeClaimRetentionPolicy");
        var (deletedWithSet, deletedWithPod) = (policy.Text("whenDeleted") == "Delete", policy.Text("whenScaled") == "Delete");
        foreach (var pod in pods.Where(pod => !pod.IsDeleting))
        {
            var isSuperfluous =
                StatefulPods.FindOrdinal(set, pod) is { } ordinal && (ordinal < set.Start || ordinal >= set.Start + set.Replicas);
            var owner =
                deletedWithPod && isSuperfluous ? pod.Source
                : deletedWithSet ? set.Source
                : null;
            foreach (var template in set.ClaimTemplates)
            {
                var name = StatefulPods.ClaimName(template, pod.Name);
                if (client.Find(GroupResource.PersistentVolumeClaims, set.Namespace, name) is { IsDeleting: false } claim)
                {
                    SetOwner(client, claim, owner, [set.Uid, pod.Uid]);
                }
            }
        }
    }

    private static void SetOwner(IClusterClient client, KubeObject claim, KubeObject? owner, string[] managed)
    {
        var references = claim.OwnerReferences;
        var isCurrent = references.Where(reference => managed.Contains(reference.Uid)).Select(reference => reference.Uid);
        if (isCurrent.SequenceEqual(owner is null ? [] : [owner.Uid]))
        {
            return;
        }

        var body = claim.Copy();
        JsonArray kept = [.. references.Where(reference => !managed.Contains(reference.Uid)).Select(reference => reference.ToJson())];
        if (owner is not null)
        {
            kept.Add(OwnerReference.ToController(owner).ToJson());
        }

        body.GetOrAddObject("metadata")["ownerReferences"] = kept;
        client.Update(GroupResource.PersistentVolumeClaims, body);
    }
}
