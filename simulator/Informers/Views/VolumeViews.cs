using Infra.Kubernetes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers.Views;

/// <summary>A PersistentVolumeClaim.</summary>
internal sealed class PersistentVolumeClaim(KubeObject source) : ObjectView(source)
{
    /// <summary>The annotation with which the scheduler names the node of the claim's first pod.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    /// <summary>The annotation of a claim whose binding is complete.</summary>
    public const string BindCompleted = "pv.kubernetes.io/bind-completed";

    /// <summary><c>spec.volumeName</c>, or null.</summary>
    public string? VolumeName { get; } = source.Spec.Text("volumeName") is { Length: > 0 } name ? name : null;

    /// <summary><c>spec.storageClassName</c>; null for the default class, empty for no class.</summary>
    public string? StorageClassName { get; } = source.Spec.Text("storageClassName");

    /// <summary>The requested storage.</summary>
    public Quantity Request { get; } =
        Quantity.TryParse(source.Spec.Text("resources", "requests", "storage") ?? "0", out var size) ? size : Quantity.Zero;

    /// <summary><c>spec.accessModes</c>.</summary>
    public IReadOnlyList<string> AccessModes { get; } =
    [.. (source.Spec.Array("accessModes") ?? []).Select(m => m?.GetValue<string>() ?? "")];

    /// <summary>Whether the volume that the claim was bound to no longer exists.</summary>
    public bool IsLost { get; } = source.Status.Text("phase") == "Lost";

    /// <summary>Whether the claim is bound to its volume.</summary>
    public bool IsBound => VolumeName is not null && Annotations.ContainsKey(BindCompleted);
}

/// <summary>A PersistentVolume.</summary>
internal sealed class PersistentVolume(KubeObject source) : ObjectView(source)
{
    /// <summary>The claim it is bound to or reserved for, or null.</summary>
    public ObjectKey? Claim { get; } =
        source.Spec.Map("claimRef") is { } claim ? new ObjectKey(claim.Text("namespace") ?? "", claim.Text("name") ?? "") : null;

    /// <summary>UID of that claim, or null.</summary>
    public string? ClaimUid { get; } = source.Spec.Text("claimRef", "uid");

    /// <summary><c>spec.storageClassName</c>.</summary>
    public string StorageClassName { get; } = source.Spec.Text("storageClassName") ?? "";

    /// <summary><c>spec.capacity.storage</c>.</summary>
    public Quantity Capacity { get; } =
        Quantity.TryParse(source.Spec.Text("capacity", "storage") ?? "0", out var size) ? size : Quantity.Zero;

    /// <summary>Whether an unbound claim can be bound to it.</summary>
    public bool CanBind(PersistentVolumeClaim claim)
    {
        var modes = (Source.Spec.Array("accessModes") ?? []).Select(m => m?.GetValue<string>() ?? "").ToHashSet(StringComparer.Ordinal);
        return !IsDeleting
            && (
                Claim is null
                    ? Source.Status.Text("phase") is null or "" or "Available" or "Pending"
                    : Claim == claim.Key && (ClaimUid is null || ClaimUid == claim.Uid)
            )
            && StorageClassName == (claim.StorageClassName ?? "")
            && Capacity.CompareTo(claim.Request) >= 0
            && claim.AccessModes.All(modes.Contains)
            && (LabelSelector.FromJson(claim.Source.Spec.Map("selector")) is not { } selector || selector.Matches(Labels));
    }

    /// <summary>Whether the volume's node affinity allows its use on a node.</summary>
    public bool IsReachableFrom(Node node) =>
        NodeSelector.FromJson(Source.Spec.Map("nodeAffinity", "required")) is not { } selector || selector.Matches(node);
}

/// <summary>A StorageClass.</summary>
internal sealed class StorageClass(KubeObject source) : ObjectView(source)
{
    /// <summary>The annotation of the class for claims that name none.</summary>
    public const string DefaultAnnotation = "storageclass.kubernetes.io/is-default-class";

    /// <summary>The provisioner of classes whose volumes an administrator creates.</summary>
    public const string NoProvisioner = "kubernetes.io/no-provisioner";

    /// <summary><c>provisioner</c>.</summary>
    public string Provisioner { get; } = source.Body.Text("provisioner") ?? "";

    /// <summary>Whether binding waits for a pod that uses the claim.</summary>
    public bool WaitsForFirstConsumer { get; } = source.Body.Text("volumeBindingMode") == "WaitForFirstConsumer";
}
