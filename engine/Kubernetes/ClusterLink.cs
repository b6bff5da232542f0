using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Kubernetes.Configuration;

namespace Infra.Engine.Kubernetes;

/// <summary>The way to the configured cluster. Nothing is read or sent before it is needed; a bad configuration is reported by whoever needs the cluster.</summary>
internal sealed class ClusterLink : IAsyncDisposable
{
    private readonly ProviderSettings _settings;
    private readonly Lazy<Kubeconfig> _kubeconfig;
    private readonly Lazy<ClusterConnection> _connection;
    private readonly Lazy<ClusterSession> _session;
    private readonly Lazy<Task<string?>> _whyUnreachable;
    private int _complaints;

    public ClusterLink(ProviderSettings settings, Func<string, string?> environment, TimeProvider time, Action<string> onWarning)
        : this(
            () => settings.IsClusterUnknown
                ? throw new KubeconfigException("which cluster it is will be known only when the provider's configuration is")
                : KubeconfigLocator.Load(settings.Kubeconfig, environment),
            kubeconfig => ClusterConnection.From(kubeconfig, settings.Context, settings.Cluster, time),
            connection => new KubernetesClient(connection, time) { OnWarning = (_, warning) => onWarning(warning) },
            settings,
            time)
    {
    }

    /// <summary>Makes a link over a configuration, a connection and a client of the caller's.</summary>
    public ClusterLink(
        Func<Kubeconfig> load,
        Func<Kubeconfig, ClusterConnection> connect,
        Func<ClusterConnection, KubernetesClient> makeClient,
        ProviderSettings settings,
        TimeProvider time)
    {
        _settings = settings;
        _kubeconfig = new Lazy<Kubeconfig>(load);
        _connection = new Lazy<ClusterConnection>(() => connect(_kubeconfig.Value));
        _session = new Lazy<ClusterSession>(() => new ClusterSession(makeClient(_connection.Value), time));
        _whyUnreachable = new Lazy<Task<string?>>(ProbeAsync);
    }

    /// <summary>What the operations share.</summary>
    /// <exception cref="KubeconfigException">The configuration names no cluster.</exception>
    public ClusterSession Session => _session.Value;

    /// <summary>Which cluster it is and by whom, for messages.</summary>
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

    /// <summary>The namespace of objects that name none; null where it is not known yet.</summary>
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

    /// <summary>Why the cluster cannot be used, or null where it can. Asked once.</summary>
    public Task<string?> WhyUnreachableAsync() => _whyUnreachable.Value;

    /// <summary>True once: what is wrong with the cluster is wrong for every resource.</summary>
    public bool IsFirstComplaint() => Interlocked.Increment(ref _complaints) == 1;

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
}
