using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Ownership;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>Sends the provider's requests.</summary>
internal sealed class ClusterApi(KubernetesClient client, ApiDiscovery discovery)
{
    private const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";

    /// <summary>The objects of a page, as kubectl has them.</summary>
    private const int PageSize = 500;

    /// <summary>Finds the resource type of a kind, or null if the server does not serve it.</summary>
    public Task<ApiResource?> FindAsync(GroupVersionKind type, CancellationToken cancellationToken) =>
        discovery.FindAsync(type, cancellationToken);

    /// <summary>Clears the discovered types, after a definition was created or found missing.</summary>
    public void ForgetTypes() => discovery.Invalidate();

    public Task<JsonObject> GetAsync(ApiResource resource, JsonObject identity, CancellationToken cancellationToken) =>
        client.GetAsync(resource.ObjectPath(identity.Namespace(), identity.Name()), cancellationToken);

    /// <summary>Gets an object, or null if there is none.</summary>
    public async Task<JsonObject?> GetOrNullAsync(ApiResource resource, JsonObject identity, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(resource, identity, cancellationToken);
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return null;
        }
    }

    /// <summary>Lists the objects of a type in a namespace.</summary>
    public Task<JsonObject> ListAsync(ApiResource resource, string space, CancellationToken cancellationToken) =>
        client.GetAsync(resource.CollectionPath(space), cancellationToken);

    /// <summary>Lists the metadata of the objects of a type in a namespace, page by page: it may have any number of them.</summary>
    public async IAsyncEnumerable<JsonObject> ListMetadataAsync(
        ApiResource resource,
        string space,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var next = "";
        do
        {
            var path = $"{resource.CollectionPath(space)}?limit={PageSize}{next}";
            var page = await client.SendAsync(new ApiRequest(HttpMethod.Get, path) { Accept = MetadataList }, cancellationToken);
            foreach (var item in page.Objects("items"))
            {
                yield return item;
            }

            next = page.Text("metadata", "continue") is { Length: > 0 } token ? $"&continue={Uri.EscapeDataString(token)}" : "";
        } while (next.Length > 0);
    }

    /// <summary>Creates an object with a POST.</summary>
    public Task<JsonObject> CreateAsync(ApiResource resource, JsonObject manifest, bool dryRun, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Post,
                $"{resource.CollectionPath(manifest.Namespace())}?fieldManager={FieldManagers.Creator}{DryRun(dryRun)}",
                manifest
            )
            {
                IsIdempotent = dryRun,
            },
            cancellationToken
        );

    /// <summary>Applies a manifest with server-side apply.</summary>
    /// <param name="resource">The resource type of the object.</param>
    /// <param name="apply">The manifest and its manager.</param>
    /// <param name="force">True to take over fields from other managers; null for the server's default, which does not.</param>
    /// <param name="cancellationToken">Aborts the request.</param>
    public Task<JsonObject> ApplyAsync(ApiResource resource, Apply apply, bool? force, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Patch,
                $"{resource.ObjectPath(apply.Manifest.Namespace(), apply.Manifest.Name())}?fieldManager={Uri.EscapeDataString(apply.Manager)}"
                    + (apply.WarnsOfUnknownFields ? "&fieldValidation=Warn" : "")
                    + (force is { } given ? $"&force={(given ? "true" : "false")}" : "")
                    + DryRun(apply.DryRun),
                apply.Manifest,
                ContentTypes.Apply
            ),
            cancellationToken
        );

    /// <summary>Replaces the object with the same name and resource version.</summary>
    public Task<JsonObject> ReplaceAsync(
        ApiResource resource,
        JsonObject manifest,
        string manager,
        bool dryRun,
        CancellationToken cancellationToken
    ) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Put,
                $"{resource.ObjectPath(manifest.Namespace(), manifest.Name())}?fieldManager={Uri.EscapeDataString(manager)}{DryRun(dryRun)}",
                manifest
            ),
            cancellationToken
        );

    /// <summary>Sends a JSON merge patch or a strategic merge patch.</summary>
    public Task<JsonObject> PatchAsync(
        ApiResource resource,
        JsonObject identity,
        JsonObject patch,
        string contentType,
        bool dryRun,
        CancellationToken cancellationToken
    ) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Patch,
                $"{resource.ObjectPath(identity.Namespace(), identity.Name())}?fieldManager={FieldManagers.Creator}{DryRun(dryRun)}",
                patch,
                contentType
            ),
            cancellationToken
        );

    /// <summary>Moves the ownership of the provider's fields to an apply manager.</summary>
    /// <exception cref="KubernetesApiException">
    /// Among others a conflict, if the object has changed since <paramref name="live"/> was read.
    /// </exception>
    public Task<JsonObject> TakeOverFieldsAsync(ApiResource resource, JsonObject live, string manager, CancellationToken cancellationToken)
    {
        var patch = new JsonArray(
            Replacement("/metadata/managedFields", FieldManagers.TakenOver(live, manager)),
            Replacement("/metadata/resourceVersion", live.Text("metadata", "resourceVersion"))
        );
        return client.SendAsync(
            new ApiRequest(HttpMethod.Patch, resource.ObjectPath(live.Namespace(), live.Name()), patch, ContentTypes.JsonPatch),
            cancellationToken
        );

        static JsonObject Replacement(string path, JsonNode? value) =>
            new()
            {
                ["op"] = "replace",
                ["path"] = path,
                ["value"] = value,
            };
    }

    /// <summary>Deletes an object.</summary>
    /// <returns>The object if its deletion takes time; a <c>Status</c> if it is gone.</returns>
    public Task<JsonObject> DeleteAsync(
        ApiResource resource,
        JsonObject identity,
        string propagationPolicy,
        CancellationToken cancellationToken
    ) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Delete,
                resource.ObjectPath(identity.Namespace(), identity.Name()),
                new JsonObject
                {
                    ["kind"] = "DeleteOptions",
                    ["apiVersion"] = "v1",
                    ["propagationPolicy"] = propagationPolicy,
                }
            ),
            cancellationToken
        );

    private static string DryRun(bool dryRun) => dryRun ? "&dryRun=All" : "";
}
