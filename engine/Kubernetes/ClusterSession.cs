using Infra.Engine.Kubernetes.Awaiting;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Drift;
using Infra.Engine.Kubernetes.Operations;
using Infra.Engine.Kubernetes.Volumes;

namespace Infra.Engine.Kubernetes;

/// <summary>The client, watches and operations of one provider instance. Its creation sends no request.</summary>
internal sealed class ClusterSession : IAsyncDisposable
{
    private readonly KubernetesClient _client;
    private readonly WatchHub _watches;

    public ClusterSession(KubernetesClient client, TimeProvider time)
    {
        _client = client;
        _watches = new WatchHub(client, time);
        Api = new ClusterApi(client, new ApiDiscovery(client));
        Creator = new ObjectCreator(Api, time);
        Updater = new ObjectUpdater(Api);
        Deleter = new ObjectDeleter(Api, _watches, time);
        Awaiter = new ReadinessAwaiter(Api, _watches, time);
        Expansion = new ClaimExpansion(Api);
        Growth = new StatefulSetGrowth(Api, Expansion, Updater, Deleter);
        KeptClaims = new KeptClaims(Api, Expansion);
        Presence = new PresenceCheck(Api);
    }

    /// <summary>The address and certificates of the cluster.</summary>
    public ClusterConnection Connection => _client.Connection;

    public ClusterApi Api { get; }

    public ObjectCreator Creator { get; }

    public ObjectUpdater Updater { get; }

    public ObjectDeleter Deleter { get; }

    public ReadinessAwaiter Awaiter { get; }

    public ClaimExpansion Expansion { get; }

    public StatefulSetGrowth Growth { get; }

    public KeptClaims KeptClaims { get; }

    public PresenceCheck Presence { get; }

    /// <summary>Stops credential plugins when the user asks the command to stop: the requests that wait for them fail.</summary>
    public CancellationTokenRegistration StopPluginsOn(CancellationToken stop) => stop.Register(_client.Connection.Credentials.Stop);

    /// <summary>Completes when the cluster has answered, even with an error.</summary>
    /// <exception cref="ClusterUnreachableException">The cluster does not answer.</exception>
    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _client.GetAsync("version", cancellationToken);
        }
        catch (KubernetesApiException e) when (!e.IsUnauthorized)
        {
            // An error is an answer, too.
        }
    }

    /// <summary>Sends requests that are no operation of a resource.</summary>
    public Task<T> AskAsync<T>(Func<KubernetesClient, Task<T>> ask) => ask(_client);

    public async ValueTask DisposeAsync()
    {
        await _watches.DisposeAsync();
        _client.Dispose();
    }
}
