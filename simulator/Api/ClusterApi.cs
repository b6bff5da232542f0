using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Api.Admission;
using Infra.Simulator.Api.CustomResources;
using Infra.Simulator.Api.Defaulting;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Api.Patching;
using Infra.Simulator.Api.Preparation;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Api;

/// <summary>
/// Handles all requests, over HTTP and from controllers in this process: decoding, defaulting, managed fields, admission, validation,
/// storage.
/// </summary>
internal sealed class ClusterApi
{
    private readonly KindSchemas _schemas;
    private readonly RequestObjectDecoder _decoder;
    private readonly FieldManagement _fields;
    private readonly PatchApplication _patches;
    private readonly AdmissionChain _admission;
    private readonly CustomDefinitions _customDefinitions;
    private readonly ObjectDeletion _deletion;
    private readonly IdentitySource _identities;

    /// <param name="store">The objects.</param>
    /// <param name="catalog">The kinds.</param>
    /// <param name="time">The clock of time stamps.</param>
    /// <param name="identities">The source of UIDs and name suffixes.</param>
    /// <param name="tokenKey">Signs the tokens of service accounts.</param>
    /// <param name="recordsManagers">Whether updates are recorded in the managed fields of objects.</param>
    public ClusterApi(
        ObjectStore store,
        ResourceCatalog catalog,
        TimeProvider time,
        IdentitySource identities,
        byte[] tokenKey,
        bool recordsManagers = true
    )
    {
        Store = store;
        Catalog = catalog;
        Time = time;
        Authorizer = new Authorizer(store);
        Tokens = new ServiceAccountTokens(tokenKey, store, time, identities);
        _identities = identities;
        _schemas = new KindSchemas(catalog.Schema);
        _decoder = new RequestObjectDecoder(_schemas, catalog);
        _fields = new FieldManagement(time, recordsManagers);
        _patches = new PatchApplication(_schemas, catalog, _decoder, _fields);
        _admission = new AdmissionChain(store, catalog, identities);
        _customDefinitions = new CustomDefinitions(this, _schemas);
        _customDefinitions.RegisterStored();
        _deletion = new ObjectDeletion(this, _schemas, _admission, _customDefinitions);
    }

    public ObjectStore Store { get; }

    public ResourceCatalog Catalog { get; }

    public TimeProvider Time { get; }

    public Authorizer Authorizer { get; }

    public ServiceAccountTokens Tokens { get; }

    public KubeObject Get(ResourceKind kind, string inNamespace, string name) =>
        Store.Find(kind.StoredAs, inNamespace, name) ?? throw StatusException.NotFound(kind.Resource, name);

    public KubeObject Create(ResourceKind kind, string inNamespace, JsonObject body, RequestOptions options)
    {
        var incoming = _decoder.Decode(kind, body, options);
        RequestPreconditions.CheckNamespace(kind, incoming, inNamespace);
        OwnerDuplicates.RemoveFromRequest(incoming, options.Warnings);
        Defaults.Apply(kind, incoming);
        var manager = new FieldManagerIdentity(options.FieldManager, FieldManagerIdentity.Update, kind.ApiVersion, "");
        var versions = CreateVersions(kind, "");
        _fields.RecordUpdate(versions, versions.CreateEmpty(), incoming, manager, isNew: true);
        return Add(kind, inNamespace, incoming, options);
    }

    public KubeObject Replace(
        ResourceKind kind,
        string inNamespace,
        string name,
        string subresource,
        JsonObject body,
        RequestOptions options
    )
    {
        var incoming = _decoder.Decode(kind, body, options);
        RequestPreconditions.CheckNamespace(kind, incoming, inNamespace);
        RequestPreconditions.CheckName(incoming, name);
        OwnerDuplicates.RemoveFromRequest(incoming, options.Warnings);
        var uid = incoming.Text("metadata", "uid");
        var attempts = 0;
        return Update(kind, inNamespace, name, subresource, Replace, options);

        JsonObject Replace(KubeObject current)
        {
            RequestPreconditions.CheckUid(kind, current, uid);
            RequestPreconditions.CheckVersionIsGiven(kind, name, incoming);
            // An update changes what it gets, so that one that is repeated after a conflict needs the request's object again.
            return attempts++ == 0 ? incoming : _decoder.Decode(kind, body, options with { FieldValidation = FieldValidation.Ignore });
        }
    }

    /// <returns>The object, and whether the patch created it.</returns>
    public (KubeObject Patched, bool IsNew) Patch(
        ResourceKind kind,
        string inNamespace,
        string name,
        string subresource,
        Patch patch,
        RequestOptions options
    )
    {
        if (patch.Type != PatchType.Apply)
        {
            return (Update(kind, inNamespace, name, subresource, ApplyPatch, options), false);
        }

        var configuration = patch.GetObject(options.FieldValidation);
        options = options with { StrictErrors = patch.DuplicateFields };
        PatchApplication.CheckConfiguration(kind, configuration);
        if (Store.Find(kind.StoredAs, inNamespace, name) is null && subresource.Length == 0)
        {
            Authorizer.CheckCreate(kind, inNamespace, name, options.User);
            var body = _patches.ApplyNew(kind, name, configuration, options);
            RequestPreconditions.CheckNamespace(kind, body, inNamespace);
            RequestPreconditions.CheckName(body, name);
            Defaults.Apply(kind, body);
            return (Add(kind, inNamespace, body, options), true);
        }
        return (Write(kind, inNamespace, name, subresource, ApplyConfiguration, options), false);

        JsonObject ApplyPatch(KubeObject current)
        {
            var patched = _patches.Patch(kind, current, patch, options);
            RequestPreconditions.CheckNamespace(kind, patched, inNamespace);
            RequestPreconditions.CheckName(patched, name);
            RequestPreconditions.CheckVersionIsGiven(kind, name, patched);
            OwnerDuplicates.RemoveFromPatched(patched, options.Warnings);
            return patched;
        }

        JsonObject ApplyConfiguration(KubeObject current)
        {
            var body = _patches.Apply(kind, current, subresource, configuration, options);
            RequestPreconditions.CheckNamespace(kind, body, inNamespace);
            RequestPreconditions.CheckName(body, name);
            ObjectUpdates.RestoreFixedFields(kind, KindConversion.FromStorage(kind, current.Body), body, subresource);
            return body;
        }
    }

    /// <summary>Changes an object. Retries after a conflict, unless the changed object sets <c>metadata.resourceVersion</c>.</summary>
    public KubeObject Update(
        ResourceKind kind,
        string inNamespace,
        string name,
        string subresource,
        Func<KubeObject, JsonObject> change,
        RequestOptions options
    )
    {
        var manager = new FieldManagerIdentity(options.FieldManager, FieldManagerIdentity.Update, kind.ApiVersion, subresource);
        return Write(kind, inNamespace, name, subresource, ApplyChange, options);

        JsonObject ApplyChange(KubeObject current)
        {
            var body = change(current);
            var live = KindConversion.FromStorage(kind, current.Body);
            if (subresource != "binding")
            {
                Defaults.Apply(kind, body);
            }

            ObjectUpdates.RestoreFixedFields(kind, live, body, subresource);
            if (subresource is not ("binding" or "scale"))
            {
                _fields.RecordUpdate(CreateVersions(kind, subresource), live, body, manager, isNew: false);
            }

            return body;
        }
    }

    /// <returns>The object's last state, and whether it was removed.</returns>
    public (KubeObject Deleted, bool IsRemoved) Delete(ResourceKind kind, string inNamespace, string name, DeleteOptions options) =>
        _deletion.Delete(kind, inNamespace, name, options);

    private KubeObject Write(
        ResourceKind kind,
        string inNamespace,
        string name,
        string subresource,
        Func<KubeObject, JsonObject> change,
        RequestOptions options
    )
    {
        while (true)
        {
            var current = Get(kind, inNamespace, name);
            var body = change(current);
            RequestPreconditions.CheckVersion(kind, current, body);
            body = ToStorage(kind, body);
            _admission.Mutate(new AdmissionRequest(kind, subresource, body, current, options));
            ObjectUpdates.UpdateGeneration(kind, current, body, subresource);
            Validator.ValidateUpdate(kind, body, current, subresource, options.Warnings);
            _admission.Validate(new AdmissionRequest(kind, subresource, body, current, options));
            body.Map("metadata")!["resourceVersion"] = current.Version.ToString(CultureInfo.InvariantCulture);
            var stored = GetStoredKind(kind);
            var isSpecStored = subresource == "status" && stored.ApiVersion == kind.ApiVersion;
            body = KeyOrdering.Order(_schemas, stored, body, isSpecStored ? "spec" : null);
            if (ObjectComparison.IsUnchanged(current.Body, body))
            {
                return current;
            }

            if (options.DryRun)
            {
                return new KubeObject(current.Resource, body, current.Version);
            }

            var written =
                current.IsDeleting && Deletion.IsGracePeriodOver(current) && Deletion.CanBeRemoved(body)
                    ? _customDefinitions.RemoveObject(current, body)
                    : Store.TryUpdate(current, body);
            if (written is null)
            {
                continue;
            }

            _customDefinitions.HandleWrite(written);
            return written;
        }
    }

    private KubeObject Add(ResourceKind kind, string inNamespace, JsonObject incoming, RequestOptions options)
    {
        var body = ToStorage(kind, incoming);
        var metadata = body.GetOrAddObject("metadata");
        ObjectUpdates.SetNamespace(kind, metadata, inNamespace);
        var givenVersion = metadata.Text("resourceVersion");
        // The body is in the stored version by now; a custom resource has the subresources of the request's.
        var prepared = kind.Custom is null ? GetStoredKind(kind) : kind;
        ObjectUpdates.PrepareNew(prepared, body, _schemas, _identities, Timestamps.Format(Time.GetUtcNow()));
        var request = new AdmissionRequest(kind, "", body, null, options);
        _admission.CheckNamespace(request);
        _admission.Mutate(request);
        Validator.ValidateCreate(kind, body, options.Warnings);
        _admission.Validate(request);
        var name = metadata.Text("name") ?? "";
        if (!options.DryRun)
        {
            RequestPreconditions.CheckNewVersion(givenVersion);
            metadata["resourceVersion"] = "";
        }

        body = KeyOrdering.Order(_schemas, GetStoredKind(kind), body);
        if (Store.Find(kind.StoredAs, kind.Namespaced ? inNamespace : "", name) is { } present)
        {
            throw StatusException.AlreadyExists(kind.Resource, name, present.IsDeleting);
        }

        if (options.DryRun)
        {
            return new KubeObject(kind.StoredAs, body, 0);
        }

        var created = Store.TryCreate(kind.StoredAs, body) ?? throw StatusException.AlreadyExists(kind.Resource, name);
        _customDefinitions.HandleWrite(created);
        return created;
    }

    private FieldVersions CreateVersions(ResourceKind kind, string subresource) =>
        new(_schemas, Catalog, kind, ObjectUpdates.GetIgnoredFields(kind, subresource));

    private JsonObject ToStorage(ResourceKind kind, JsonObject body) => KindConversion.ToStorage(kind, GetStoredKind(kind), body);

    private ResourceKind GetStoredKind(ResourceKind kind) => Catalog.TryFind(kind.StoredAs, out var stored) ? stored : kind;
}
