using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.StatefulSets;

/// <summary>
/// Makes the claims of a StatefulSet's pods dependents of the set or of their pod, by its <c>persistentVolumeClaimRetentionPolicy</c>, so
/// that the garbage collector deletes or keeps them. Claims of a former set or pod of the same name are left alone.
/// </summary>
internal sealed class ClaimRetention(IClusterClient client, StatefulSet set)
{
    private readonly bool _deletedWithSet = set.Source.Spec.Text("persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete";
    private readonly bool _deletedWithPod = set.Source.Spec.Text("persistentVolumeClaimRetentionPolicy", "whenScaled") == "Delete";

    /// <summary>Whether a claim of a pod to be created belongs to a former pod of the same name, with which it will be deleted.</summary>
    public bool HasClaimOfFormerPod(string pod) =>
        _deletedWithPod && Claims(pod).Any(claim => IsOfFormer(claim, "v1", "Pod", pod, uid: ""));

    /// <summary>Whether the claims of a pod have the owners that the policy gives them.</summary>
    public bool IsApplied(Pod pod) => Claims(pod.Name).All(claim => IsApplied(claim, pod));

    /// <summary>Updates the owner references of the claims of a pod.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="warn">Called with the name of each claim that another controller manages, whether or not it changes.</param>
    public void Apply(Pod pod, Action<string> warn)
    {
        foreach (var claim in Claims(pod.Name))
        {
            if (IsManagedElsewhere(claim, pod))
            {
                warn(claim.Name);
            }

            if (!IsApplied(claim, pod))
            {
                SetOwner(claim, pod);
            }
        }
    }

    private bool IsApplied(KubeObject claim, Pod pod)
    {
        if (IsOfFormer(claim, pod))
        {
            return true;
        }

        var own = claim.OwnerReferences.Where(reference => IsOwn(reference, pod)).ToList();
        return own.TrueForAll(reference => reference.Controller)
            && own.Select(r => r.Uid).SequenceEqual(FindOwner(claim, pod) is { } owner ? [owner.Uid] : []);
    }

    private IEnumerable<KubeObject> Claims(string pod) =>
        set
            .ClaimTemplates.Select(template =>
                client.Find(GroupResource.PersistentVolumeClaims, set.Namespace, StatefulPods.ClaimName(template, pod))
            )
            .OfType<KubeObject>();

    private static bool IsOfFormer(KubeObject claim, string apiVersion, string kind, string name, string uid) =>
        claim.OwnerReferences.Any(r => r.ApiVersion == apiVersion && r.Kind == kind && r.Name == name && r.Uid != uid);

    private bool IsOfFormer(KubeObject claim, Pod pod) =>
        IsOfFormer(claim, "apps/v1", "StatefulSet", set.Name, set.Uid) || IsOfFormer(claim, "v1", "Pod", pod.Name, pod.Uid);

    private bool IsManagedElsewhere(KubeObject claim, Pod pod) =>
        (_deletedWithSet || _deletedWithPod) && (IsOfFormer(claim, pod) || claim.OwnerReferences.Any(r => r.Controller && !IsOwn(r, pod)));

    private bool IsOwn(OwnerReference reference, Pod pod) => reference.Uid == set.Uid || reference.Uid == pod.Uid;

    private KubeObject? FindOwner(KubeObject claim, Pod pod)
    {
        if (IsManagedElsewhere(claim, pod))
        {
            return null;
        }

        var isSuperfluous =
            StatefulPods.FindOrdinal(set, pod) is { } ordinal && (ordinal < set.Start || ordinal >= set.Start + set.Replicas);
        return _deletedWithPod && isSuperfluous ? pod.Source
            : _deletedWithSet ? set.Source
            : null;
    }

    private void SetOwner(KubeObject claim, Pod pod)
    {
        var body = claim.Copy();
        JsonArray kept = [.. claim.OwnerReferences.Where(reference => !IsOwn(reference, pod)).Select(reference => reference.ToJson())];
        if (FindOwner(claim, pod) is { } owner)
        {
            kept.Add(OwnerReference.ToController(owner).ToJson());
        }

        body.GetOrAddObject("metadata")["ownerReferences"] = kept;
        client.Update(GroupResource.PersistentVolumeClaims, body);
    }
}
