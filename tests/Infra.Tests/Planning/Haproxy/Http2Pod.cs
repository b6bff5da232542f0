using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>A server for HTTP/2 without TLS that adds gRPC trailers to its answers.</summary>
internal sealed class Http2Pod : IAsyncDisposable
{
    private readonly WebApplication _server;
    private int _healthChecks;

    private Http2Pod(string name)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, Port, endpoint => endpoint.Protocols = HttpProtocols.Http2)
        );
        _server = builder.Build();
        _server.Run(async context =>
        {
            if (context.Request.Path == "/healthz")
            {
                Interlocked.Increment(ref _healthChecks);
                return;
            }

            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = context.Request.ContentType;
            await context.Response.WriteAsync($"{name} {context.Request.Protocol} {context.Request.Scheme}");
            context.Response.AppendTrailer("grpc-status", "0");
        });
    }

    public int Port { get; } = HaproxyProcess.FreePort();

    public int HealthChecks => Volatile.Read(ref _healthChecks);

    public static async Task<Http2Pod> StartAsync(string name)
    {
        var pod = new Http2Pod(name);
        await pod._server.StartAsync();
        return pod;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
