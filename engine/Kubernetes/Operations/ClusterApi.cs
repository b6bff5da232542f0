using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Operations;

/// <summary>The requests the provider makes, by manifest.</summary>
internal sealed class ClusterApi(KubernetesClient client, ApiDiscovery discovery)
{
    /// <summary>How a type is served, or null where the server does not know it.</summary>
    public Task<ApiResource?> FindAsync(GroupVersionKind type, CancellationToken cancellationToken) => discovery.FindAsync(type, cancellationToken);

    /// <summary>Forgets the types the server knows, after a definition was created or was missing.</summary>
    public void ForgetTypes() => discovery.Invalidate();

    public Task<JsonObject> GetAsync(ApiResource resource, JsonObject identity, CancellationToken cancellationToken) =>
        client.GetAsync(resource.ObjectPath(identity.Namespace(), identity.Name()), cancellationToken);

    /// <summary>Creates an object with a plain POST.</summary>
    public Task<JsonObject> CreateAsync(ApiResource resource, JsonObject manifest, bool dryRun, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Post,
                $"{resource.CollectionPath(manifest.Namespace())}?fieldManager={FieldManagers.Creator}{DryRun(dryRun)}",
                manifest),
            cancellationToken);

    /// <summary>Server-side apply.</summary>
    public Task<JsonObject> ApplyAsync(
        ApiResource resource, JsonObject manifest, string manager, bool force, bool dryRun, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Patch,
                $"{resource.ObjectPath(manifest.Namespace(), manifest.Name())}?fieldManager={Uri.EscapeDataString(manager)}"
                    + $"&force={(force ? "true" : "false")}{DryRun(dryRun)}",
                manifest,
                ContentTypes.Apply),
            cancellationToken);

    /// <summary>Puts an object in the place of the one with the same name and resource version.</summary>
    public Task<JsonObject> ReplaceAsync(ApiResource resource, JsonObject manifest, string manager, bool dryRun, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Put,
                $"{resource.ObjectPath(manifest.Namespace(), manifest.Name())}?fieldManager={Uri.EscapeDataString(manager)}{DryRun(dryRun)}",
                manifest),
            cancellationToken);

    /// <summary>Patches with a JSON merge patch.</summary>
    public Task<JsonObject> MergePatchAsync(
        ApiResource resource, JsonObject identity, JsonObject patch, bool dryRun, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Patch,
                $"{resource.ObjectPath(identity.Namespace(), identity.Name())}?fieldManager={FieldManagers.Creator}{DryRun(dryRun)}",
                patch,
                ContentTypes.MergePatch),
            cancellationToken);

    /// <summary>
    /// Moves the ownership of our fields to an apply manager.
    /// </summary>
    /// <exception cref="KubernetesApiException">A conflict where the object changed since <paramref name="live"/> was read.</exception>
    public Task<JsonObject> TakeOverFieldsAsync(
        ApiResource resource, JsonObject live, string manager, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var patch = new JsonArray(
            Replacement("/metadata/managedFields", FieldManagers.TakenOver(live, manager, now)),
            Replacement("/metadata/resourceVersion", live.Text("metadata", "resourceVersion")));
        return client.SendAsync(
            new ApiRequest(HttpMethod.Patch, resource.ObjectPath(live.Namespace(), live.Name()), patch, ContentTypes.JsonPatch),
            cancellationToken);

        static JsonObject Replacement(string path, JsonNode? value) => new() { ["op"] = "replace", ["path"] = path, ["value"] = value };
    }

    /// <summary>Asks for an object's deletion.</summary>
    /// <returns>The object, where it is still there; a <c>Status</c> where it is gone at once.</returns>
    public Task<JsonObject> DeleteAsync(ApiResource resource, JsonObject identity, string propagationPolicy, CancellationToken cancellationToken) =>
        client.SendAsync(
            new ApiRequest(
                HttpMethod.Delete,
                resource.ObjectPath(identity.Namespace(), identity.Name()),
                new JsonObject { ["kind"] = "DeleteOptions", ["apiVersion"] = "v1", ["propagationPolicy"] = propagationPolicy }),
            cancellationToken);

    private static string DryRun(bool dryRun) => dryRun ? "&dryRun=All" : "";
}
