using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Previews;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Updates objects in place by server-side apply.</summary>
/// <remarks>
/// An update is one request if the last known managed fields show that the resource's apply manager owns the program's fields. After a
/// creation or a conflict it is three, as always in Pulumi's provider: read, move the ownership, apply. Ignored fields need one more
/// request, to read the live object. CustomResourceDefinitions are read and replaced.
/// </remarks>
internal sealed class ObjectUpdater(ClusterApi api)
{
    private const int MaximumConflicts = 5;
    private readonly UpdatePreview _preview = new(api);

    /// <summary>Updates an object and returns the server's version of it.</summary>
    /// <exception cref="KubernetesApiException">
    /// The server rejected the update. A conflict means that other managers own fields that the program sets.
    /// </exception>
    /// <exception cref="NoSuchTypeException">The server does not serve the kind.</exception>
    /// <exception cref="ClusterUnreachableException">The server does not answer.</exception>
    public async Task<JsonObject> UpdateAsync(Change change, CancellationToken cancellationToken)
    {
        var type = change.Manifest.Type();
        var resource = await api.FindAsync(type, cancellationToken) ?? throw new NoSuchTypeException(type);
        if (BuiltInTypes.IsCustomResourceDefinition(type))
        {
            return await ReplaceAsync(resource, change, cancellationToken);
        }

        if (!change.ServerSideApply)
        {
            return await MergeAsync(resource, change, cancellationToken);
        }

        if (change.DryRun)
        {
            return await _preview.PredictAsync(resource, change, cancellationToken);
        }

        KubernetesApiException? conflict = null;
        if (change.IsSettled)
        {
            try
            {
                return await ApplyAsync(resource, change, change.OldLive, cancellationToken);
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

        if (change.TakesOver(live))
        {
            live = await TakeOverAsync(resource, live, change.FieldManager, cancellationToken);
        }

        return await ApplyAsync(resource, change, live, cancellationToken);
    }

    /// <summary>Reads the object of an update that the server has rejected.</summary>
    public async Task<JsonObject> ReadAsync(Change change, CancellationToken cancellationToken)
    {
        var type = change.Manifest.Type();
        var resource = await api.FindAsync(type, cancellationToken) ?? throw new NoSuchTypeException(type);
        return await api.GetAsync(resource, change.OldLive, cancellationToken);
    }

    /// <summary>Gives back what a Patch resource owns. Succeeds if the object no longer exists.</summary>
    /// <exception cref="ResourceProviderException">The object needs a field that nothing else sets.</exception>
    public async Task GiveBackAsync(JsonObject live, string manager, CancellationToken cancellationToken)
    {
        try
        {
            await ReleaseFieldsAsync(live, manager, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound || e.IsConflict)
        {
            // The object is gone, or another one has its name: none of its fields belong to the resource.
        }
        catch (KubernetesApiException e) when (e.Causes.FirstOrDefault(c => c.Reason == "FieldValueRequired") is { } required)
        {
            throw new ResourceProviderException(
                $"{live.Text("kind")} {live.DisplayName()} needs {required.Field}, which only this Patch resource sets: "
                    + "set the option retainOnDelete, or let another manager set the field first",
                e
            );
        }
    }

    /// <summary>Releases all fields that a manager applied.</summary>
    public async Task ReleaseFieldsAsync(JsonObject live, string manager, CancellationToken cancellationToken)
    {
        if (await api.FindAsync(live.Type(), cancellationToken) is { } resource)
        {
            await api.ApplyAsync(resource, new Apply(Identity(live), manager, DryRun: false), force: null, cancellationToken);
        }
    }

    private async Task<JsonObject> TakeOverAsync(ApiResource resource, JsonObject live, string manager, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await api.TakeOverFieldsAsync(resource, live, manager, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsConflict && attempt < MaximumConflicts)
            {
                live = await api.GetAsync(resource, live, cancellationToken);
            }
        }
    }

    private Task<JsonObject> ApplyAsync(ApiResource resource, Change change, JsonObject live, CancellationToken cancellationToken) =>
        api.ApplyAsync(resource, change.ToApply(live), change.IsForced(live), cancellationToken);

    private async Task<JsonObject> ReplaceAsync(ApiResource resource, Change change, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var live = await api.GetAsync(resource, change.OldLive, cancellationToken);

            // The recorded inputs keep the version, as Pulumi's do.
            change.Manifest.SetMetadata("resourceVersion", live.Text("metadata", "resourceVersion") ?? "");
            try
            {
                return await api.ReplaceAsync(resource, change.Manifest, change.FieldManager, change.DryRun, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsConflict && attempt < MaximumConflicts)
            {
                // A controller, or the same request before its answer was lost, has changed the object since.
            }
        }
    }

    private async Task<JsonObject> MergeAsync(ApiResource resource, Change change, CancellationToken cancellationToken)
    {
        var live = await api.GetAsync(resource, change.OldLive, cancellationToken);
        var manifest = change.Manifest.Copy();
        IgnoredFields.KeepLive(change.IgnoreChanges, manifest, live);
        var (patch, contentType) = ClientSideUpdate.CreatePatch(change, manifest, live);
        return patch.Count == 0 ? live : await api.PatchAsync(resource, live, patch, contentType, change.DryRun, cancellationToken);
    }

    private static JsonObject Identity(JsonObject live)
    {
        var metadata = new JsonObject { ["name"] = live.Name() };
        if (live.Namespace() is { Length: > 0 } space)
        {
            metadata["namespace"] = space;
        }

        // Without the uid, applying to a deleted object would create a new one.
        if (live.Uid() is { Length: > 0 } uid)
        {
            metadata["uid"] = uid;
        }

        return new JsonObject
        {
            ["apiVersion"] = live.Text("apiVersion"),
            ["kind"] = live.Text("kind"),
            ["metadata"] = metadata,
        };
    }
}
