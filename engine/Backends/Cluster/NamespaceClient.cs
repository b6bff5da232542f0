using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Infra.Engine.Backends.Cluster;

/// <summary>Sends requests for the objects of one namespace, and connects at the first one.</summary>
/// <param name="url">The backend.</param>
/// <param name="connect">Connects to the cluster.</param>
internal sealed class NamespaceClient(ClusterBackendUrl url, Func<KubernetesClient> connect)
{
    private const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private readonly Lazy<KubernetesClient> _client = new(connect);

    /// <summary>The backend.</summary>
    public ClusterBackendUrl Url => url;

    /// <summary>Creates a client for the context that a URL names.</summary>
    public static NamespaceClient Open(ClusterBackendUrl url, Func<string, string?> environment, TimeProvider time) =>
        new(url, () =>
            new KubernetesClient(ClusterConnection.From(KubeconfigLoader.Load(url.Kubeconfig, environment), url.Context, null, time), time)
        );

    /// <summary>Gets an object, or null where there is none.</summary>
    public async Task<JsonObject?> FindAsync(string collection, string name, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Get, collection, name, null, ignoredReason: "NotFound", cancellationToken);

    /// <summary>Creates an object.</summary>
    /// <returns>
    /// Its new state; null where there is one of this name, which may be this one: a request whose answer was lost is repeated.
    /// </returns>
    public async Task<JsonObject?> CreateAsync(string collection, JsonObject body, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Post, collection, "", body, ignoredReason: "AlreadyExists", cancellationToken);

    /// <summary>Replaces an object, if it has the resource version that the body names.</summary>
    /// <returns>
    /// Its new state; null where it has another resource version, or is missing. The other version may be the new one, as with
    /// <see cref="CreateAsync"/>.
    /// </returns>
    public async Task<JsonObject?> ReplaceAsync(string collection, JsonObject body, CancellationToken cancellationToken = default) =>
        await SendAsync(
            HttpMethod.Put,
            collection,
            body["metadata"]!["name"]!.GetValue<string>(),
            body,
            ignoredReason: "Conflict",
            cancellationToken
        );

    /// <summary>Deletes an object, if there is one.</summary>
    /// <param name="collection">The plural name of the kind.</param>
    /// <param name="name">The name of the object.</param>
    /// <param name="resourceVersion">The resource version it must have; null for any.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>False where it has another resource version.</returns>
    public async Task<bool> DeleteAsync(
        string collection,
        string name,
        string? resourceVersion = null,
        CancellationToken cancellationToken = default
    )
    {
        var body = resourceVersion is null
            ? null
            : new JsonObject { ["preconditions"] = new JsonObject { ["resourceVersion"] = resourceVersion } };
        return await SendAsync(HttpMethod.Delete, collection, name, body, ignoredReason: "Conflict", cancellationToken) is not null;
    }

    /// <summary>Lists the metadata of the objects with these labels.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string collection, string labels)
    {
        var found = new List<JsonObject>();
        var next = "";
        do
        {
            var query =
                $"?limit=500&labelSelector={Uri.EscapeDataString(labels)}{(next.Length > 0 ? $"&continue={Uri.EscapeDataString(next)}" : "")}";
            var page = (await SendAsync(HttpMethod.Get, collection, query, null, ignoredReason: "", CancellationToken.None))!;
            found.AddRange(page["items"]!.AsArray().Select(item => item!["metadata"]!.AsObject()));
            next = page["metadata"]?["continue"]?.GetValue<string>() ?? "";
        } while (next.Length > 0);

        return found;
    }

    private async Task<JsonObject?> SendAsync(
        HttpMethod method,
        string collection,
        string rest,
        JsonObject? body,
        string ignoredReason,
        CancellationToken cancellationToken
    )
    {
        var isCoordination = collection == ClusterNames.Leases;
        var space = $"{(isCoordination ? "apis/coordination.k8s.io/v1" : "api/v1")}/namespaces/{Uri.EscapeDataString(url.Namespace)}";
        var path = $"{space}/{collection}{(rest.Length == 0 || rest[0] == '?' ? "" : "/")}{rest}";
        var request = new ApiRequest(method, path, body) { Accept = rest.StartsWith('?') ? MetadataList : null, IsIdempotent = true };
        try
        {
            return await _client.Value.SendAsync(request, cancellationToken);
        }
        catch (KubernetesApiException error) when (error.IsNotFound && !error.IsNamespaceNotFound && method != HttpMethod.Post)
        {
            return method == HttpMethod.Delete ? [] : null;
        }
        catch (KubernetesApiException error) when (error.Reason == ignoredReason)
        {
            return null;
        }
        catch (KubernetesApiException error)
        {
            throw Explain(error, method, collection);
        }
        catch (KubeconfigException error)
        {
            throw new ConfigurationException($"the backend {url.Root}: {error.Message}");
        }
        catch (ClusterUnreachableException error)
        {
            throw new StateException($"{url.Root}: {error.Message}", error);
        }
    }

    private StateException Explain(KubernetesApiException error, HttpMethod method, string collection)
    {
        var group = collection == ClusterNames.Leases ? ".coordination.k8s.io" : "";
        var cure =
            error.IsNamespaceNotFound ? $"create the namespace with `kubectl create namespace {url.Namespace}`"
            : error.IsPermissionDenied
                ? "give your user the role in docs/state-backends.md, for example with `kubectl create role infra-state -n "
                    + $"{url.Namespace} --verb=get,list,create,update,delete --resource=secrets,leases.coordination.k8s.io` and a role binding"
            : error.IsUnauthorized ? "renew the credentials in the kubeconfig"
            : "correct the cause, then run the command again";
        return new StateException($"{url.Root}: cannot {Verb(method)} {collection}{group}: {error.Message.TrimEnd('.')}; {cure}", error);
    }

    private static string Verb(HttpMethod method) =>
        method == HttpMethod.Post ? "create"
        : method == HttpMethod.Put ? "update"
        : method == HttpMethod.Delete ? "delete"
        : "read";
}
