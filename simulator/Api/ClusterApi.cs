using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>The way every request takes, whether it comes over HTTP or from a controller in this process.</summary>
internal sealed class ClusterApi(ObjectStore store, ResourceCatalog catalog, TimeProvider time, IdentitySource identities)
{
    private readonly ObjectIntake _intake = new(catalog);

    public ObjectStore Store => store;

    public ResourceCatalog Catalog => catalog;

    public TimeProvider Time => time;

    public KubeObject Get(ResourceKind kind, string inNamespace, string name) =>
        store.Find(kind.StoredAs, inNamespace, name) ?? throw StatusException.NotFound(kind.Resource, name);

    public KubeObject Create(ResourceKind kind, string inNamespace, JsonObject body, RequestOptions options)
    {
        var incoming = _intake.Decode(kind, body, options);
        return Create(kind, inNamespace, incoming, options, static _ => { });
    }

    public KubeObject Replace(ResourceKind kind, string inNamespace, string name, string subresource, JsonObject body, RequestOptions options)
    {
        var bodyName = body.Text("metadata", "name") ?? "";
        if (bodyName != name)
        {
            throw StatusException.BadRequest(bodyName.Length == 0
                ? "name must be provided"
                : $"the name of the object ({bodyName}) does not match the name on the URL ({name})");
        }
        CheckNamespace(body, inNamespace);
        var incoming = _intake.Decode(kind, body, options);
        return Update(kind, inNamespace, name, subresource, _ => incoming.Clone(), options);
    }

    /// <returns>The object, and whether the patch created it.</returns>
    public (KubeObject Patched, bool IsNew) Patch(
        ResourceKind kind, string inNamespace, string name, string subresource, Patch patch, RequestOptions options)
    {
        return (Update(kind, inNamespace, name, subresource, current => Patched(kind, current, patch, options), options), false);
    }

    /// <returns>The object's last state, and whether it is gone.</returns>
    public (KubeObject Deleted, bool IsGone) Delete(ResourceKind kind, string inNamespace, string name, DeleteOptions options)
    {
        while (true)
        {
            var current = Get(kind, inNamespace, name);
            Deletion.CheckPreconditions(kind, current, options);
            var body = current.Copy();
            var outcome = Deletion.Mark(body, current, options, time.GetUtcNow());
            if (options.DryRun || outcome == DeletionOutcome.AlreadyMarked)
                return (new KubeObject(current.Resource, body, current.Version), outcome == DeletionOutcome.Gone);
            if (outcome == DeletionOutcome.Gone)
            {
                if (store.TryDelete(current) is { } deleted)
                    return (Deletion.ReturnsMarked(current) ? new KubeObject(current.Resource, body, deleted.Version) : deleted, true);
            }
            else if (store.TryUpdate(current, body) is { } marked)
            {
                return (marked, false);
            }
        }
    }

    /// <summary>Changes an object, again if someone else was quicker and the change does not insist on a version.</summary>
    public KubeObject Update(
        ResourceKind kind, string inNamespace, string name, string subresource, Func<KubeObject, JsonObject> change, RequestOptions options)
    {
        while (true)
        {
            var current = Get(kind, inNamespace, name);
            var body = change(current);
            var version = current.Version.ToString(CultureInfo.InvariantCulture);
            if (body.Text("metadata", "resourceVersion") is { Length: > 0 } expected && expected != version)
                throw StatusException.Modified(kind.Resource, name);
            if (body.Text("metadata", "uid") is { Length: > 0 } uid && uid != current.Uid)
            {
                throw StatusException.Conflict(
                    kind.Resource, name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
            }
            ObjectUpdates.Prepare(kind, current, body, subresource);
            body["metadata"]!["resourceVersion"] = version;
            if (options.DryRun || JsonNode.DeepEquals(current.Body, body))
                return new KubeObject(current.Resource, body, current.Version);
            var written = current.IsDeleting && Deletion.IsReleased(body) ? store.TryDelete(current) : store.TryUpdate(current, body);
            if (written is not null)
                return written;
        }
    }

    internal static string Timestamp(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private KubeObject Create(ResourceKind kind, string inNamespace, JsonObject body, RequestOptions options, Action<JsonObject> amend)
    {
        var metadata = body.GetOrAddObject("metadata");
        CheckNamespace(body, inNamespace);
        if (kind.Namespaced)
            metadata["namespace"] = inNamespace;
        if (metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = prefix + identities.NewSuffix();
        metadata["uid"] = identities.NewUid();
        metadata["creationTimestamp"] = Timestamp(time.GetUtcNow());
        foreach (var set in (ReadOnlySpan<string>)["deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "resourceVersion", "generation"])
            metadata.Remove(set);
        if (ObjectUpdates.HasGeneration(kind))
            metadata["generation"] = 1L;
        if (kind.HasSubresource("status"))
            ObjectUpdates.ResetStatus(kind, body, catalog.Schema);
        amend(body);
        if (options.DryRun)
        {
            if (store.Find(kind.StoredAs, inNamespace, metadata.Text("name") ?? "") is not null)
                throw StatusException.AlreadyExists(kind.Resource, metadata.Text("name") ?? "");
            return new KubeObject(kind.StoredAs, body, 0);
        }
        return store.TryCreate(kind.StoredAs, body) ?? throw StatusException.AlreadyExists(kind.Resource, metadata.Text("name") ?? "");
    }

    private JsonObject Patched(ResourceKind kind, KubeObject current, Patch patch, RequestOptions options)
    {
        var target = KindConversion.FromStorage(kind, current.Body);
        target = target.Clone();
        var patched = patch.Type switch
        {
            PatchType.Json => JsonPatch.Apply(target, patch.Body),
            PatchType.Merge => MergePatch.Apply(target, patch.Object),
            PatchType.StrategicMerge when kind.Custom is null => StrategicMergePatch.Apply(catalog.Schema.Type(kind.Definition), target, patch.Object),
            _ => throw new StatusException(
                415,
                StatusReason.UnsupportedMediaType,
                "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, "
                + "application/merge-patch+json, application/apply-patch+yaml"),
        };
        return _intake.Decode(kind, patched, options);
    }

    private static void CheckNamespace(JsonObject body, string inNamespace)
    {
        if (body.Text("metadata", "namespace") is { Length: > 0 } given && given != inNamespace)
            throw StatusException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
    }
}
