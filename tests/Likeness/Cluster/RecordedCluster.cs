using System.Net;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Likeness.Cluster;

/// <summary>A simulated cluster of one node, whose API records the requests of the commands.</summary>
internal sealed class RecordedCluster : IAsyncDisposable
{
    private const string AdministratorToken = "administrator";
    private const string PlainToken = "plain-user";

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping;
    private readonly Task _controlPlane;

    private RecordedCluster(
        WebApplication application,
        CancellationTokenSource stopping,
        Task controlPlane,
        ApiRecorder recorder,
        AdvancingClock clock,
        int port,
        ServerCertificates certificates
    )
    {
        (_application, _stopping, _controlPlane, Recorder, Clock) = (application, stopping, controlPlane, recorder, clock);
        Kubeconfigs = new Dictionary<string, string>
        {
            ["main"] = Kubeconfig($"https://127.0.0.1:{port}", AdministratorToken),
            ["other"] = Kubeconfig($"https://localhost:{port}", AdministratorToken),
            ["badtoken"] = Kubeconfig($"https://127.0.0.1:{port}", "refused"),
            ["plain"] = Kubeconfig($"https://127.0.0.1:{port}", PlainToken),

            // A reserved port on which nothing listens.
            ["unreachable"] = Kubeconfig(UnreachableServer, AdministratorToken),
        };
        Kubectl = new Kubectl(new Uri($"https://127.0.0.1:{port}"), certificates.Server, AdministratorToken);

        string Kubeconfig(string server, string token) => KubeConfig.Create("fixture", new Uri(server), certificates.AuthorityPem, token);
    }

    /// <summary>The server of the kubeconfig <c>unreachable</c>.</summary>
    public const string UnreachableServer = "https://127.0.0.1:1";

    /// <summary>The contents of the kubeconfigs by name.</summary>
    public IReadOnlyDictionary<string, string> Kubeconfigs { get; }

    public ApiRecorder Recorder { get; }

    public AdvancingClock Clock { get; }

    public Kubectl Kubectl { get; }

    public static async Task<RecordedCluster> StartAsync(string directory)
    {
        var certificates = ServerCertificates.LoadOrCreate(directory, TimeProvider.System);
        var identities = new IdentitySource(1);
        var clock = new AdvancingClock();
        var cluster = new InMemoryCluster(clock, identities);
        ClusterBootstrap.Run(cluster.Client);
        var recorder = new ApiRecorder(ApiServer.CreateHandler(cluster.Api, AdministratorToken), AdministratorToken, PlainToken);
        var stopping = new CancellationTokenSource();
        var application = Listen(certificates, context => recorder.HandleAsync(context, stopping.Token));
        await application.StartAsync();
        var controlPlane = new ControlPlane(
            clock,
            identities,
            new ControlPlaneOptions
            {
                Nodes = new NodePoolOptions { Count = 1 },
                CertificateAuthority = certificates.AuthorityPem,

                // The recorded cluster has neither a cloud nor an ingress controller.
                HasLoadBalancers = false,
                OnFailure = failure => Console.Error.WriteLine($"control plane: {failure}"),
            }
        );
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new RecordedCluster(
            application,
            stopping,
            Task.Run(() => controlPlane.RunAsync(cluster.Client, stopping.Token)),
            recorder,
            clock,
            new Uri(address).Port,
            certificates
        );
    }

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

        Kubectl.Dispose();
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private static WebApplication Listen(ServerCertificates certificates, RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options =>
            {
                options.Limits.MinRequestBodyDataRate = null;
                options.Limits.MinResponseDataRate = null;
                options.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(certificates.Server);
                });
            });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var application = builder.Build();
        application.Run(handle);
        return application;
    }
}
