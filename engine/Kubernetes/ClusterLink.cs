using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Configuration;

namespace Infra.Engine.Kubernetes;

/// <summary>Connects to the configured cluster on first use. An invalid configuration throws when the cluster is first used.</summary>
internal sealed class ClusterLink : IAsyncDisposable
{
    private readonly ProviderSettings _settings;
    private readonly Lazy<Kubeconfig> _kubeconfig;
    private readonly Lazy<ClusterConnection> _connection;
    private readonly Lazy<ClusterSession> _session;
    private readonly Lazy<Task<string?>> _probe;
    private int _warnings;

    public ClusterLink(ProviderSettings settings, Func<string, string?> environment, TimeProvider time, Action<string> onWarning)
        : this(() => Load(settings, environment), Connect(settings, time), CreateClient(time, onWarning), settings, time) { }

    /// <summary>Creates a link with a custom kubeconfig, connection and client.</summary>
    public ClusterLink(
        Func<Kubeconfig> load,
        Func<Kubeconfig, ClusterConnection> connect,
        Func<ClusterConnection, KubernetesClient> createClient,
        ProviderSettings settings,
        TimeProvider time
    )
    {
        _settings = settings;
        _kubeconfig = new Lazy<Kubeconfig>(load);
        _connection = new Lazy<ClusterConnection>(() => connect(_kubeconfig.Value));
        _session = new Lazy<ClusterSession>(() => new ClusterSession(createClient(_connection.Value), time));
        _probe = new Lazy<Task<string?>>(ProbeAsync);
    }

    /// <summary>The session that operations share.</summary>
    /// <exception cref="KubeconfigException">The kubeconfig is missing or invalid.</exception>
    public ClusterSession Session => _session.Value;

    /// <summary>The context and kubeconfig in use, for messages.</summary>
    public string Origin
    {
        get
        {
            try
            {
                return _connection.Value.Origin;
            }
            catch (KubeconfigException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>The default namespace; null while it is unknown.</summary>
    public string? DefaultNamespace
    {
        get
        {
            if (_settings.Namespace is { } given)
            {
                return given;
            }

            if (_settings.IsClusterUnknown)
            {
                return null;
            }

            try
            {
                return _kubeconfig.Value.DefaultNamespace(_settings.Context) ?? "default";
            }
            catch (KubeconfigException)
            {
                return "default";
            }
        }
    }

    /// <summary>Probes the cluster once. The result is the reason why it is unreachable, or null.</summary>
    public Task<string?> ProbeOnceAsync() => _probe.Value;

    /// <summary>True on the first call: warn once, although every resource meets the same problem.</summary>
    public bool IsFirstWarning() => Interlocked.Increment(ref _warnings) == 1;

    public async ValueTask DisposeAsync()
    {
        if (_session.IsValueCreated)
        {
            await _session.Value.DisposeAsync();
        }
    }

    private async Task<string?> ProbeAsync()
    {
        try
        {
            await Session.ProbeAsync(CancellationToken.None);
            return null;
        }
        catch (Exception e) when (ProviderErrors.MeansUnreachable(e))
        {
            return e.Message;
        }
    }

    private static Kubeconfig Load(ProviderSettings settings, Func<string, string?> environment) =>
        settings.IsClusterUnknown
            ? throw new KubeconfigException("the cluster is unknown until the provider's configuration is")
            : KubeconfigLoader.Load(settings.Kubeconfig, environment);

    private static Func<Kubeconfig, ClusterConnection> Connect(ProviderSettings settings, TimeProvider time) =>
        kubeconfig => ClusterConnection.From(kubeconfig, settings.Context, settings.Cluster, time);

    private static Func<ClusterConnection, KubernetesClient> CreateClient(TimeProvider time, Action<string> onWarning) =>
        connection => new KubernetesClient(connection, time) { OnWarning = (_, warning) => onWarning(warning) };
}
