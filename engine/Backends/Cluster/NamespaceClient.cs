using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;

namespace Infra.Engine.Backends.Cluster;

/// <summary>Sends requests for the objects of one namespace. It repeats those that got no answer, and connects at the first one.</summary>
/// <param name="url">The backend.</param>
/// <param name="connect">Connects to the cluster.</param>
/// <param name="time">The clock for waits.</param>
internal sealed class NamespaceClient(ClusterBackendUrl url, Func<KubernetesClient> connect, TimeProvider time)
{
    private const int MaximumAttempts = 4;
    private const string MetadataList = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json";
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private readonly Lazy<KubernetesClient> _client = new(connect);

    /// <summary>The backend.</summary>
    public ClusterBackendUrl Url => url;

    /// <summary>Creates a client for the context that a URL names.</summary>
    public static NamespaceClient Open(ClusterBackendUrl url, Func<string, string?> environment, TimeProvider time) =>
        new(
            url,
            () =>
                new KubernetesClient(
                    ClusterConnection.From(KubeconfigLoader.Load(url.Kubeconfig, environment), url.Context, null, time),
                    time
                ),
            time
        );

    /// <summary>Gets an object, or null where there is none.</summary>
    public async Task<JsonObject?> FindAsync(string collection, string name, CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Get, collection, name, null, ignoredReason: "NotFound", cancellationToken)).Object;

    /// <summary>Creates an object.</summary>
    /// <returns>Its new state; null where there is one of this name.</returns>
    public async Task<ClusterAnswer> CreateAsync(string collection, JsonObject body, CancellationToken cancellationToken = default) =>
        await SendAsync(HttpMethod.Post, collection, "", body, ignoredReason: "AlreadyExists", cancellationToken);

    /// <summary>Replaces an object, if it has the resource version that the body names.</summary>
    /// <returns>Its new state; null where it has another resource version, or is missing.</returns>
    public async Task<ClusterAnswer> ReplaceAsync(string collection, JsonObject body, CancellationToken cancellationToken = default) =>
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
    /// <returns>False where it has another resource version.</returns>
    public async Task<bool> DeleteAsync(string collection, string name, string? resourceVersion = null)
    {
        var body = resourceVersion is null
            ? null
            : new JsonObject { ["preconditions"] = new JsonObject { ["resourceVersion"] = resourceVersion } };
        return (await SendAsync(HttpMethod.Delete, collection, name, body, ignoredReason: "Conflict", CancellationToken.None)).Object
            is not null;
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
            var page = (await SendAsync(HttpMethod.Get, collection, query, null, ignoredReason: "", CancellationToken.None)).Object!;
            found.AddRange(page["items"]!.AsArray().Select(item => item!["metadata"]!.AsObject()));
            next = page["metadata"]?["continue"]?.GetValue<string>() ?? "";
        } while (next.Length > 0);

        return found;
    }

    private async Task<ClusterAnswer> SendAsync(
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
        var request = new ApiRequest(method, path, body) { Accept = rest.StartsWith('?') ? MetadataList : null };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new ClusterAnswer(await _client.Value.SendAsync(request, cancellationToken), attempt > 1);
            }
            catch (KubernetesApiException error) when (error.IsNotFound && !error.IsNamespaceNotFound && method != HttpMethod.Post)
            {
                return new ClusterAnswer(method == HttpMethod.Delete ? [] : null, attempt > 1);
            }
            catch (KubernetesApiException error) when (error.Reason == ignoredReason)
            {
                return new ClusterAnswer(null, attempt > 1);
            }
            catch (KubernetesApiException error) when (error.IsServerError && attempt < MaximumAttempts)
            {
                await WaitAsync(attempt, cancellationToken);
            }
            catch (KubernetesApiException error)
            {
                throw Explain(error, method, collection);
            }
            catch (KubeconfigException error)
            {
                throw new ConfigurationException($"the backend {url.Root}: {error.Message}");
            }
            catch (ClusterUnreachableException error) when (attempt == MaximumAttempts)
            {
                throw new StateException($"{url.Root}: {error.Message}", error);
            }
            catch (ClusterUnreachableException)
            {
                await WaitAsync(attempt, cancellationToken);
            }
        }
    }

    private Task WaitAsync(int attempt, CancellationToken cancellationToken) =>
        Task.Delay(FirstWait * attempt * attempt, time, cancellationToken);

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

/// <summary>An answer of the API server.</summary>
/// <param name="Object">The object; null where the precondition of the request did not hold.</param>
/// <param name="IsRepeated">True if an earlier attempt may have had its effect without an answer.</param>
internal readonly record struct ClusterAnswer(JsonObject? Object, bool IsRepeated);
