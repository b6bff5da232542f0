using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Api.OpenApi;
using Infra.Simulator.Api.Printing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Infra.Simulator.Hosting;

/// <summary>Serves the API over HTTPS (HTTP/1.1 and HTTP/2) on the loopback interface.</summary>
internal sealed class ApiServer : IAsyncDisposable
{
    private const int MaxHeadersSize = 1024 * 1024;
    private const long MaxBodySize = 16 * 1024 * 1024;
    private static readonly TimeSpan _stopTimeout = TimeSpan.FromSeconds(2);

    private readonly WebApplication _application;
    private readonly CancellationTokenSource _stopping;

    private ApiServer(WebApplication application, CancellationTokenSource stopping, Uri address)
    {
        _application = application;
        _stopping = stopping;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Creates the handler of all requests.</summary>
    /// <param name="api">Handles the authorized requests.</param>
    /// <param name="token">The administrator's token.</param>
    /// <param name="authority">The authority of client certificates; null if there is none.</param>
    /// <param name="aggregated">The API groups that are served beside the stored objects.</param>
    /// <param name="proxied">The servers on nodes and in pods; null if none listens.</param>
    /// <param name="failures">The failures of the control plane; null if they are not counted.</param>
    public static ApiHandler CreateHandler(
        ClusterApi api,
        string token,
        X509Certificate2? authority = null,
        IReadOnlyList<IAggregatedApi>? aggregated = null,
        IProxiedServers? proxied = null,
        FailureMetrics? failures = null
    )
    {
        var bodies = new BodyReader(api.Catalog.Schema);
        var tables = new TableLayouts(api.Catalog.Schema, api.Time);
        var authentication = new Authentication(token, api.Tokens, authority, api.Time);
        var requests = new RequestMetrics(api.Time, api.Catalog);
        List<string> services = [.. (aggregated ?? []).Select(one => $"{one.Group.PreferredVersion}.{one.Group.Name}")];
        var metrics = new MetricsEndpoint(
            api.Store,
            api.Catalog,
            requests,
            failures ?? new FailureMetrics(),
            services,
            api.Time.GetUtcNow()
        );
        return new ApiHandler(
            new AccessControl(authentication, api.Authorizer),
            new DiscoveryEndpoints(api.Catalog, aggregated ?? []),
            new OpenApiEndpoints(api.Catalog),
            new ServerEndpoints(api.Catalog, metrics),
            new ReviewEndpoints(api, authentication, bodies),
            new ResourceEndpoints(api, tables, bodies, new WatchEndpoint(api.Store, api.Time), new SubresourceEndpoints(api, bodies)),
            new ProxyEndpoints(api, proxied),
            requests,
            aggregated ?? []
        );
    }

    /// <summary>Listens on <paramref name="preferredPort"/>, or on any free port if it is 0, or if it is in use and not required.</summary>
    /// <exception cref="IOException">The port is required and in use.</exception>
    public static async Task<ApiServer> StartAsync(
        ApiHandler handler,
        ServerCertificates certificates,
        int preferredPort,
        bool portIsRequired,
        CancellationToken cancellation
    )
    {
        try
        {
            return await ListenAsync(handler, certificates, preferredPort, cancellation);
        }
        catch (IOException taken)
            when (preferredPort != 0 && !portIsRequired && taken.InnerException is AddressInUseException or SocketException)
        {
            return await ListenAsync(handler, certificates, 0, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        using var timeout = new CancellationTokenSource(_stopTimeout);
        await _application.StopAsync(timeout.Token);
        await _application.DisposeAsync();
        _stopping.Dispose();
    }

    private static async Task<ApiServer> ListenAsync(
        ApiHandler handler,
        ServerCertificates certificates,
        int port,
        CancellationToken cancellation
    )
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IHostLifetime, NoSignalHandling>();
        builder
            .WebHost.UseKestrelCore()
            .UseKestrelHttpsConfiguration()
            .ConfigureKestrel(options =>
            {
                options.AddServerHeader = false;
                options.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
                options.Limits.MaxRequestBodySize = MaxBodySize;
                options.Limits.MaxRequestLineSize = MaxHeadersSize;
                options.Limits.MaxRequestHeadersTotalSize = MaxHeadersSize;
                options.Limits.Http2.MaxRequestHeaderFieldSize = MaxHeadersSize;
                options.Listen(IPAddress.Loopback, port, listen =>
                {
                    listen.Protocols = HttpProtocols.Http1AndHttp2;
                    listen.UseHttps(certificates.Server, https =>
                    {
                        // Certificates of other authorities are refused as credentials, not as connections.
                        https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                        https.AllowAnyClientCertificate();
                    });
                });
            });
        var application = builder.Build();
        var stopping = new CancellationTokenSource();
        application.Run(context =>
            RequestHosts.IsAllowed(context.Request.Host)
                ? handler.HandleAsync(context, stopping.Token)
                : context.Response.WriteStatusAsync(RequestHosts.CreateError(context.Request.Host))
        );
        try
        {
            await application.StartAsync(cancellation);
        }
        catch
        {
            await application.DisposeAsync();
            stopping.Dispose();
            throw;
        }
        var address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new ApiServer(application, stopping, new Uri(address));
    }

    /// <summary>Leaves signals to the hosting process.</summary>
    private sealed class NoSignalHandling : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
