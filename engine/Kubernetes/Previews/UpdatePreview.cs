using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Previews;

/// <summary>Predicts server-side applies with dry runs.</summary>
/// <remarks>
/// If the apply manager owns the program's fields already, the dry run is the update's own apply. Otherwise the update first moves them
/// with a request that a dry run cannot make. The prediction then is a forced apply, which checks the manifest against the schema, and, if
/// the update removes fields, a merge patch to the object that results from both requests (<see cref="TransferredApply"/>). Conflicts with
/// other managers are the ones of an apply without force, except those that the move ends.
/// </remarks>
internal sealed class UpdatePreview(ClusterApi api)
{
    /// <summary>Predicts the object after an apply.</summary>
    /// <exception cref="KubernetesApiException">The server would reject the update.</exception>
    public async Task<JsonObject> PredictAsync(ApiResource resource, Change change, CancellationToken cancellationToken)
    {
        KubernetesApiException? conflict = null;
        if (change.IsSettled)
        {
            try
            {
                return await api.ApplyAsync(resource, change.ToApply(change.OldLive), change.IsForced(change.OldLive), cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsConflict)
            {
                // The managed fields may have changed: read them and decide again.
                conflict = e;
            }
        }

        var live = await api.GetAsync(resource, change.OldLive, cancellationToken);
        if (conflict is not null && change.IsSettledFor(live))
        {
            throw conflict;
        }

        return change.TakesOver(live)
            ? await PredictTransferAsync(resource, change, live, cancellationToken)
            : await api.ApplyAsync(resource, change.ToApply(live), change.IsForced(live), cancellationToken);
    }

    private async Task<JsonObject> PredictTransferAsync(
        ApiResource resource,
        Change change,
        JsonObject live,
        CancellationToken cancellationToken
    )
    {
        var transferred = live.Copy();
        transferred["metadata"]!["managedFields"] = FieldManagers.TakenOver(live, change.FieldManager);
        var apply = change.ToApply(transferred);
        var result = TransferredApply.Compute(live, apply.Manifest, change.FieldManager);
        if (result.MayConflict && !change.IsForced(live))
        {
            await CheckConflictsAsync(resource, apply, cancellationToken);
        }

        try
        {
            var predicted = await api.ApplyAsync(resource, apply, force: true, cancellationToken);
            if (!result.RemovesFields)
            {
                return predicted;
            }
        }
        catch (KubernetesApiException e)
            when (result.RemovesFields && e.Code is HttpStatusCode.UnprocessableEntity or HttpStatusCode.Forbidden)
        {
            // The object of this dry run still has the fields that the update removes.
        }

        result.Result.Remove("status");
        var before = live.Copy();
        before.Remove("status");
        return await api.PatchAsync(
            resource,
            live,
            ThreeWayMerge.Patch(before, result.Result, before),
            ContentTypes.MergePatch,
            dryRun: true,
            cancellationToken
        );
    }

    private async Task CheckConflictsAsync(ApiResource resource, Apply apply, CancellationToken cancellationToken)
    {
        try
        {
            await api.ApplyAsync(resource, apply, force: false, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsConflict)
        {
            if (e.WithoutCauses(cause => FieldManagers.IsTakenOver(cause.Message)) is { } conflict)
            {
                throw conflict;
            }
        }
        catch (KubernetesApiException)
        {
            // The server looks for conflicts first.
        }
    }
}
