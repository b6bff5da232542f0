using Infra.Simulator.Api;
using Infra.Simulator.Metrics;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;
using Infra.Simulator.Storage;

namespace Infra.Simulator.Hosting;

/// <summary>
/// A simulated cluster for real clients: its API over HTTPS on the loopback interface, its control plane, and its state on disk. For
/// development and tests, not for production.
/// </summary>
public sealed class SimulatedClusterHost : IAsyncDisposable
{
    private readonly FileStream _directoryLock;
    private readonly FileJournal _journal;
    private readonly ApiServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _components;

    private SimulatedClusterHost(
        string kubeConfigPath,
        FileStream directoryLock,
        FileJournal journal,
        ApiServer server,
        IClusterClient client,
        IEnumerable<IClusterComponent> components
    )
    {
        KubeConfigPath = kubeConfigPath;
        Client = client;
        _directoryLock = directoryLock;
        _journal = journal;
        _server = server;
        _components = RunAsync(components);
    }

    /// <summary>The path of the kubeconfig, which only its owner can read.</summary>
    public string KubeConfigPath { get; }

    /// <summary>The address of the API.</summary>
    public Uri Address => _server.Address;

    /// <summary>An in-process client of the API.</summary>
    public IClusterClient Client { get; }

    /// <summary>Completes when the cluster is stopped; faults with the first failure of a component.</summary>
    public Task Completion => _components;

    /// <summary>Starts a cluster. A cluster that ran in the directory before keeps its objects, token and port.</summary>
    /// <param name="options">The cluster's options.</param>
    /// <param name="components">Creates the components of its control plane.</param>
    /// <param name="cancellation">Cancels the start.</param>
    /// <exception cref="IOException">The cluster is running already, the required port is in use, or the directory cannot be
    /// written.</exception>
    /// <exception cref="InvalidDataException">The state in the directory is damaged.</exception>
    public static async Task<SimulatedClusterHost> StartAsync(
        SimulatedClusterOptions options,
        Func<SimulatedClusterOptions, IdentitySource, IEnumerable<IClusterComponent>> components,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(components);
        PrivateFile.CreateDirectory(options.Directory);
        var directoryLock = PrivateFile.Lock(
            Path.Combine(options.Directory, "cluster.lock"),
            $"The cluster in {options.Directory} is running already."
        );
        Task<ServerCertificates>? certificates = null;
        FileJournal? journal = null;
        ApiServer? server = null;
        try
        {
            var settings = ClusterSettings.LoadOrCreate(options.Directory);
            certificates = Task.Run(() => ServerCertificates.LoadOrCreate(options.Directory, options.Time), cancellation);
            journal = FileJournal.Open(options.Directory);
            var catalog = new ResourceCatalog(BuiltInKinds.Load());
            var store = new ObjectStore(journal.Objects, journal.Version, journal);
            // A restarted cluster must not generate the same UIDs and names again.
            var identities = new IdentitySource(unchecked(options.Seed + (int)(journal.Version * 7919)));
            var api = new ClusterApi(store, catalog, options.Time, identities, Convert.FromHexString(settings.TokenKey));
            var client = new InProcessClient(api, "infra");
            ClusterBootstrap.Run(client);
            server = await ApiServer.StartAsync(
                ApiServer.CreateHandler(
                    api,
                    settings.Token,
                    (await certificates).Authority,
                    MetricsApis.Create(client, options.Time),
                    new MetricsServers(client, options.Time),
                    options.Failures
                ),
                await certificates,
                options.Port != 0 ? options.Port : settings.Port,
                portIsRequired: options.Port != 0,
                cancellation
            );
            (settings with { Port = server.Address.Port }).Save(options.Directory);
            var kubeConfig = Path.Combine(options.Directory, "kubeconfig");
            PrivateFile.Write(
                kubeConfig,
                KubeConfig.Create(options.Name, server.Address, (await certificates).AuthorityPem, settings.Token)
            );
            var served = options with { Certificates = await certificates };
            return new SimulatedClusterHost(kubeConfig, directoryLock, journal, server, client, components(served, identities));
        }
        catch
        {
            if (certificates is not null)
            {
                // It writes files: the directory is in use until it ends.
                await Task.WhenAny(certificates);
            }

            if (server is not null)
            {
                await server.DisposeAsync();
            }

            if (journal is not null)
            {
                await journal.DisposeAsync();
            }

            await directoryLock.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops the control plane, then the API, and closes the state.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _components;
        }
        finally
        {
            await _server.DisposeAsync();
            await _journal.DisposeAsync();
            await _directoryLock.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_stopping.IsCancellationRequested)
        {
            await StopAsync();
        }

        _stopping.Dispose();
    }

    private async Task RunAsync(IEnumerable<IClusterComponent> components)
    {
        var running = components.Select(component => Task.Run(() => RunAsync(component))).ToList();
        while (running.Count > 0)
        {
            var ended = await Task.WhenAny(running);
            running.Remove(ended);
            await ended;
        }
    }

    private async Task RunAsync(IClusterComponent component)
    {
        try
        {
            await component.RunAsync(Client, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Cancellation is how a component is stopped.
        }
    }
}
