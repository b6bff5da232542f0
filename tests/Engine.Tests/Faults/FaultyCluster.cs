using System.Net;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Providers;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.Faults;

/// <summary>A simulated cluster behind a proxy that injects faults, and the provider that uses it over a real connection.</summary>
internal sealed class FaultyCluster : IProviderFactory, IAsyncDisposable
{
    private const string Token = "secret";

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _controlPlane;
    private readonly TimeProvider _time;
    private readonly InMemoryCluster _cluster;
    private ClusterConnection? _connection;

    private FaultyCluster(InMemoryCluster cluster, FaultPlan plan, HttpProtocols protocol, TimeProvider time, DirectoryInfo folder)
    {
        (_time, _cluster, Plan) = (time, cluster, plan);
        var certificates = ServerCertificates.LoadOrCreate(folder.FullName, TimeProvider.System);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = protocol;
                    listen.UseHttps(certificates.Server);
                }));
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        _application = builder.Build();
        var proxy = new FaultyProxy(ApiServer.CreateHandler(cluster.Api, Token), plan, time);
        _application.Run(context => proxy.HandleAsync(context, _stopping.Token));
        var controlPlane = new ControlPlane(
            time,
            cluster.Identities,
            new ControlPlaneOptions
            {
                OnFailure = failure => Failures.Add($"{failure.Component} {failure.Subject}: {failure.Error.Message}"),
            }
        );
        _controlPlane = Task.Run(() => controlPlane.RunAsync(cluster.Client, _stopping.Token));
    }

    public FaultPlan Plan { get; }

    /// <summary>What has failed in the cluster itself.</summary>
    public List<string> Failures { get; } = [];

    public IReadOnlyCollection<string> Packages { get; } = ["kubernetes"];

    public static async Task<FaultyCluster> StartAsync(FaultPlan plan, HttpProtocols protocol, TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("engine-tests-certificates-");
        try
        {
            var cluster = new InMemoryCluster(time, new IdentitySource(7));
            ClusterBootstrap.Run(cluster.Client);
            var faulty = new FaultyCluster(cluster, plan, protocol, time, folder);
            await faulty._application.StartAsync();
            return faulty;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public IResourceProvider Create(string package, string version, IProviderLog log) =>
        new KubernetesProvider(
            log,
            _ => null,
            (settings, _) =>
                new ClusterLink(
                    () => Kubeconfig.Empty,
                    _ => Connection,
                    connection => new KubernetesClient(connection, _time),
                    settings,
                    _time
                )
        );

    /// <summary>Lists the names of the objects of a type in a namespace.</summary>
    public IReadOnlyList<string> List(GroupResource type, string space) =>
        [.. _cluster.Client.List(type, space).Items.Select(item => item.Name).Order(StringComparer.Ordinal)];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        try
        {
            await _controlPlane;
        }
        catch (OperationCanceledException)
        {
            // Cancellation is how the control plane is stopped.
        }

        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private ClusterConnection Connection =>
        _connection ??= new ClusterConnection
        {
            Server = new Uri(
                _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/"
            ),
            Origin = "context \"faulty\" of a test",
            SkipTlsVerify = true,
            Credentials = RequestCredentials.Create(new KubeconfigUser { Token = Token }, "faulty", TimeProvider.System),
        };
}
