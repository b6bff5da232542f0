using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Client;

/// <summary>
/// Discovers resource types on first use and caches them: with one request for the core group and one for all others if the server has
/// aggregated discovery, otherwise with one per group version.
/// </summary>
internal sealed class ApiDiscovery(KubernetesClient client)
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private readonly ConcurrentDictionary<string, Lazy<Task<Catalogue>>> _catalogues = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<IReadOnlyList<ApiResource>>>> _groupVersions = new();

    /// <summary>Finds the resource type of a kind, or null if the server does not serve it.</summary>
    public async Task<ApiResource?> FindAsync(GroupVersionKind type, CancellationToken cancellationToken)
    {
        var root = type.Group.Length == 0 ? "api" : "apis";
        var catalogue = await OnceAsync(_catalogues, root, () => LoadAsync(root), cancellationToken);
        if (catalogue.Resources is { } all)
        {
            return all.GetValueOrDefault(type);
        }

        var path = type.Group.Length == 0 ? $"api/{type.Version}" : $"apis/{type.Group}/{type.Version}";
        var resources = await OnceAsync(_groupVersions, path, () => LoadGroupVersionAsync(path, type), cancellationToken);
        return resources.FirstOrDefault(r => r.Type == type);
    }

    /// <summary>Clears the cache, after types were added or removed.</summary>
    public void Invalidate()
    {
        _catalogues.Clear();
        _groupVersions.Clear();
    }

    // The first caller's cancellation must not cancel the shared request, and failures must not be cached.
    private static async Task<T> OnceAsync<T>(
        ConcurrentDictionary<string, Lazy<Task<T>>> cache,
        string key,
        Func<Task<T>> load,
        CancellationToken cancellationToken
    )
    {
        var entry = cache.GetOrAdd(key, _ => new Lazy<Task<T>>(load));
        try
        {
            return await entry.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (entry.Value.IsFaulted)
        {
            cache.TryRemove(new KeyValuePair<string, Lazy<Task<T>>>(key, entry));
            throw;
        }
    }

    private async Task<Catalogue> LoadAsync(string root)
    {
        var answer = await client.SendAsync(new ApiRequest(HttpMethod.Get, root) { Accept = Aggregated }, CancellationToken.None);
        if (answer["kind"]?.GetValue<string>() != "APIGroupDiscoveryList" || answer["items"] is not JsonArray groups)
        {
            return new Catalogue(null);
        }

        var resources = new Dictionary<GroupVersionKind, ApiResource>();
        foreach (var group in groups.OfType<JsonObject>())
        {
            var name = group["metadata"]?["name"]?.GetValue<string>() ?? "";
            foreach (var version in Children(group, "versions"))
            {
                foreach (var resource in Children(version, "resources"))
                {
                    var type = new GroupVersionKind(
                        name,
                        Text(version, "version"),
                        resource["responseKind"]?["kind"]?.GetValue<string>() ?? ""
                    );
                    resources.TryAdd(type, new ApiResource(type, Text(resource, "resource"), Text(resource, "scope") == "Namespaced"));
                }
            }
        }

        return new Catalogue(resources);
    }

    private async Task<IReadOnlyList<ApiResource>> LoadGroupVersionAsync(string path, GroupVersionKind requested)
    {
        try
        {
            var answer = await client.GetAsync(path, CancellationToken.None);
            return
            [
                .. Children(answer, "resources")
                    .Where(r => !Text(r, "name").Contains('/', StringComparison.Ordinal))
                    .Select(r => new ApiResource(
                        requested with
                        {
                            Kind = Text(r, "kind"),
                        },
                        Text(r, "name"),
                        r["namespaced"]?.GetValue<bool>() ?? false
                    )),
            ];
        }
        catch (KubernetesApiException e) when (e.IsNotFound)
        {
            return [];
        }
    }

    private static IEnumerable<JsonObject> Children(JsonObject node, string key) => (node[key] as JsonArray)?.OfType<JsonObject>() ?? [];

    private static string Text(JsonObject node, string key) => node[key]?.GetValue<string>() ?? "";

    private sealed record Catalogue(IReadOnlyDictionary<GroupVersionKind, ApiResource>? Resources);
}
