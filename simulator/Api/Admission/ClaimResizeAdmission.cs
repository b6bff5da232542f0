using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api.Admission;

/// <summary>Allows claims to grow only if they are bound and their StorageClass allows it (<c>PersistentVolumeClaimResize</c>).</summary>
internal sealed class ClaimResizeAdmission(ObjectStore store)
{
    /// <exception cref="StatusException">The claim may not grow.</exception>
    public void Check(AdmissionRequest request)
    {
        if (
            request.Resource != GroupResource.PersistentVolumeClaims
            || request.Subresource.Length > 0
            || request.Current is not { } current
            || GetRequest(request.Spec) <= GetRequest(current.Spec)
        )
        {
            return;
        }

        if (current.Status.Text("phase") != "Bound")
        {
            throw request.Forbid("Only bound persistent volume claims can be expanded");
        }

        var name = request.Spec.Text("storageClassName") ?? "";
        var isExpandable =
            name.Length > 0
            && current.Spec.Text("storageClassName") == name
            && store.Find(GroupResource.StorageClasses, "", name) is { } storageClass
            && storageClass.Body.Flag("allowVolumeExpansion");
        if (!isExpandable)
        {
            throw request.Forbid(
                "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize"
            );
        }
    }

    private static Quantity GetRequest(JsonObject spec) =>
        spec.Map("resources", "requests")?["storage"] is { } storage ? Quantity.FromJson(storage) : Quantity.Zero;
}
