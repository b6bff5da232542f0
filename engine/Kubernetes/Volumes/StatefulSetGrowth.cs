using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Volumes;

/// <summary>
/// Grows the volumes of a StatefulSet, whose claim templates are immutable: the claims grow first, then the set is deleted without its pods
/// and created again with larger templates. It adopts the pods, which keep running. Every step is skipped if it is done already, so that an
/// interrupted update can be continued.
/// </summary>
internal sealed class StatefulSetGrowth(ClusterApi api, ClaimExpansion expansion, ObjectUpdater updater, ObjectDeleter deleter)
{
    /// <summary>The field manager of the fields that others have set, after a recreation.</summary>
    private const string PreservedFields = "infra-preserved-fields";

    /// <summary>Whether an update must grow claim templates.</summary>
    public static bool IsRequired(JsonObject live, JsonObject manifest) =>
        manifest.Type() == ClaimTemplates.StatefulSet && SizeChange.Compare(live, manifest).Any(change => change.IsGrowth);

    /// <summary>Grows the claims, and updates the set or creates it again.</summary>
    /// <param name="change">The update.</param>
    /// <param name="timeout">The timeout of the deletion; null for the default.</param>
    /// <param name="onStatus">Called with each step.</param>
    /// <param name="cancellationToken">Aborts between two steps.</param>
    /// <returns>The set as the server returned it.</returns>
    public async Task<JsonObject> UpdateAsync(
        Change change,
        TimeSpan? timeout,
        Action<string> onStatus,
        CancellationToken cancellationToken
    )
    {
        var type = change.Manifest.Type();
        var resource = await api.FindAsync(type, cancellationToken) ?? throw new NoSuchTypeException(type);
        var claims = await expansion.FindAsync(change.Manifest, cancellationToken);
        await expansion.CheckAsync(claims, cancellationToken);
        if (claims.Count > 0)
        {
            onStatus($"growing {string.Join(", ", claims.Select(item => item.Claim.Name()))}");
            await expansion.GrowAsync(claims, cancellationToken);
        }

        var live = await api.GetOrNullAsync(resource, change.OldLive, cancellationToken);
        if (live is not null && IsCurrent(live, change.Manifest))
        {
            // An interrupted recreation still owns all fields, and would conflict with a manifest that has changed since.
            var resumed = change with { OldLive = live, Force = change.Force || OwnsAllFields(live) };
            var updated = await updater.UpdateAsync(resumed, cancellationToken);
            return await ReleaseAsync(resource, updated, ForeignFields.Find(live, change), cancellationToken);
        }

        if (live is not null)
        {
            onStatus("deleting the StatefulSet without its pods, to create it with larger volumes");
            await deleter.DeleteAsync(
                live,
                change.Manifest,
                timeout,
                new DeletionProgress(onStatus, onStatus),
                cancellationToken,
                ObjectDeleter.Orphan
            );
        }

        return await CreateAsync(resource, change, live ?? change.OldLive, cancellationToken);
    }

    /// <summary>Whether a set is not being deleted and has the sizes of a manifest.</summary>
    private static bool IsCurrent(JsonObject live, JsonObject manifest) =>
        live.Text("metadata", "deletionTimestamp") is null && SizeChange.Compare(live, manifest).Count == 0;

    /// <summary>Whether <see cref="PreservedFields"/> has not been reduced to the fields of others.</summary>
    private static bool OwnsAllFields(JsonObject live) => FieldManagers.Owns(live, PreservedFields, ["spec", "selector"]);

    private async Task<JsonObject> CreateAsync(ApiResource resource, Change change, JsonObject last, CancellationToken cancellationToken)
    {
        var manifest = change.Manifest.Copy();
        IgnoredFields.PrepareApply(change.IgnoreChanges, manifest, last, change.FieldManager, takesOver: true);
        var foreign = ForeignFields.Find(last, change);
        if (!change.ServerSideApply)
        {
            return await api.CreateAsync(
                resource,
                foreign is null ? manifest : ForeignFields.Unite(manifest, foreign),
                dryRun: false,
                cancellationToken
            );
        }

        if (foreign is not null)
        {
            await ApplyAsync(resource, ForeignFields.Unite(manifest, foreign), PreservedFields, cancellationToken);
        }

        var created = await ApplyAsync(resource, manifest, change.FieldManager, cancellationToken);
        return await ReleaseAsync(resource, created, foreign, cancellationToken);
    }

    /// <summary>Reduces the fields of <see cref="PreservedFields"/> to those that the program does not set.</summary>
    private async Task<JsonObject> ReleaseAsync(
        ApiResource resource,
        JsonObject live,
        JsonObject? foreign,
        CancellationToken cancellationToken
    ) => foreign is not null && OwnsAllFields(live) ? await ApplyAsync(resource, foreign, PreservedFields, cancellationToken) : live;

    private Task<JsonObject> ApplyAsync(ApiResource resource, JsonObject manifest, string manager, CancellationToken cancellationToken) =>
        api.ApplyAsync(resource, new Apply(manifest, manager, DryRun: false), force: true, cancellationToken);
}
