using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>A request to update an object in place.</summary>
internal sealed record Change
{
    /// <summary>The inputs of the last update.</summary>
    public required JsonObject OldInputs { get; init; }

    /// <summary>The last known state of the object.</summary>
    public required JsonObject OldLive { get; init; }

    /// <summary>The checked inputs from the program.</summary>
    public required JsonObject Manifest { get; init; }

    /// <summary>The field manager of the apply.</summary>
    public required string FieldManager { get; init; }

    /// <summary>False to compute a JSON merge patch instead.</summary>
    public required bool ServerSideApply { get; init; }

    /// <summary>True to take over fields from other managers.</summary>
    public bool Force { get; init; }

    public IgnoredPaths IgnoreChanges { get; init; } = IgnoredPaths.None;

    /// <summary>True to compute the result without storing it.</summary>
    public bool DryRun { get; init; }
}

/// <summary>Updates objects in place by server-side apply.</summary>
/// <remarks>
/// An update is one request if the last known managed fields show that the resource's apply manager owns the program's fields. After a
/// creation or a conflict it is three, as always in Pulumi's provider: read, move the ownership, apply. Ignored fields need one more
/// request, to read the live object. CustomResourceDefinitions are read and replaced.
/// </remarks>
internal sealed class ObjectUpdater(ClusterApi api, TimeProvider time)
{
    private const int MaximumTakeOverAttempts = 5;

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

        if (change.DryRun || (change.IgnoreChanges.IsEmpty && OwnershipIsSettled(change.OldLive)))
        {
            try
            {
                return await ApplyAsync(resource, change, change.OldLive, cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsConflict && !change.DryRun)
            {
                // The managed fields may have changed: read them and decide again.
            }
        }

        var live = await api.GetAsync(resource, change.OldLive, cancellationToken);
        if (!change.DryRun && FieldManagers.HasFieldsToTakeOver(live))
        {
            live = await TakeOverAsync(resource, live, change.FieldManager, cancellationToken);
        }

        return await ApplyAsync(resource, change, live, cancellationToken);
    }

    /// <summary>Releases all fields that a manager applied.</summary>
    public async Task ReleaseFieldsAsync(JsonObject live, string manager, CancellationToken cancellationToken)
    {
        if (await api.FindAsync(live.Type(), cancellationToken) is { } resource)
        {
            await api.ApplyAsync(resource, Identity(live), manager, force: false, dryRun: false, cancellationToken);
        }
    }

    private static bool OwnershipIsSettled(JsonObject live) => !FieldManagers.HasFieldsToTakeOver(live) && !FieldManagers.HasNoOwners(live);

    private async Task<JsonObject> TakeOverAsync(ApiResource resource, JsonObject live, string manager, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await api.TakeOverFieldsAsync(resource, live, manager, time.GetUtcNow(), cancellationToken);
            }
            catch (KubernetesApiException e) when (e.IsConflict && attempt < MaximumTakeOverAttempts)
            {
                live = await api.GetAsync(resource, live, cancellationToken);
            }
        }
    }

    private async Task<JsonObject> ApplyAsync(ApiResource resource, Change change, JsonObject live, CancellationToken cancellationToken)
    {
        var manifest = change.Manifest.Copy();
        change.IgnoreChanges.ApplyTo(manifest, live, change.FieldManager);
        manifest.SetMetadata("name", live.Name());
        if (live.Uid() is { Length: > 0 } uid)
        {
            // Without the uid, applying to a deleted object would create a new one.
            manifest.SetMetadata("uid", uid);
        }

        var force = change.Force || FieldManagers.HasNoOwners(live) || (change.DryRun && FieldManagers.IsOwnedByCreation(live));
        return await api.ApplyAsync(resource, manifest, change.FieldManager, force, change.DryRun, cancellationToken);
    }

    private async Task<JsonObject> ReplaceAsync(ApiResource resource, Change change, CancellationToken cancellationToken)
    {
        var live = await api.GetAsync(resource, change.OldLive, cancellationToken);
        var manifest = change.Manifest.Copy();
        manifest.SetMetadata("resourceVersion", live.Text("metadata", "resourceVersion") ?? "");
        return await api.ReplaceAsync(resource, manifest, change.FieldManager, change.DryRun, cancellationToken);
    }

    private async Task<JsonObject> MergeAsync(ApiResource resource, Change change, CancellationToken cancellationToken)
    {
        var live = await api.GetAsync(resource, change.OldLive, cancellationToken);
        var manifest = change.Manifest.Copy();
        change.IgnoreChanges.KeepLive(manifest, live);
        var patch = ThreeWayMerge.Patch(change.OldInputs, manifest, live);
        return patch.Count == 0 ? live : await api.MergePatchAsync(resource, live, patch, change.DryRun, cancellationToken);
    }

    private static JsonObject Identity(JsonObject live)
    {
        var metadata = new JsonObject { ["name"] = live.Name() };
        if (live.Namespace() is { Length: > 0 } space)
        {
            metadata["namespace"] = space;
        }

        return new JsonObject
        {
            ["apiVersion"] = live.Text("apiVersion"),
            ["kind"] = live.Text("kind"),
            ["metadata"] = metadata,
        };
    }
}
