using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes;
using Infra.Engine.Kubernetes.Client;
using Infra.Engine.Kubernetes.Client.Kubeconfigs;
using Infra.Engine.Providers;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;

namespace Engine.Tests.Recovery;

/// <summary>The API of a simulated cluster without a socket, and the provider that uses it.</summary>
internal sealed class SimulatedApi : HttpMessageHandler, IProviderFactory
{
    private const string Token = "secret";

    /// <summary>How clients reach the cluster.</summary>
    public static ClusterConnection Connection { get; } =
        new()
        {
            Server = new Uri("https://simulated.test/"),
            Origin = "context \"simulated\" of a test",
            Credentials = RequestCredentials.Create(new KubeconfigUser { Token = Token }, "simulated", TimeProvider.System),
        };

    private readonly ApiHandler _handler;

    public SimulatedApi(TimeProvider? time = null)
    {
        var cluster = new InMemoryCluster(time ?? TimeProvider.System, new IdentitySource(7));
        ClusterBootstrap.Run(cluster.Client);
        _handler = ApiServer.CreateHandler(cluster.Api, Token);
    }

    /// <summary>Called before and after the effect of each request that changes something. What it throws is the answer.</summary>
    public Action<bool> AtBoundary { get; set; } = _ => { };

    public IReadOnlyCollection<string> Packages { get; } = ["kubernetes"];

    public IResourceProvider Create(string package, string version, IProviderLog log) =>
        new KubernetesProvider(
            log,
            _ => null,
            (settings, _) =>
                new ClusterLink(
                    () => Kubeconfig.Empty,
                    _ => Connection,
                    connection => new KubernetesClient(connection, this, TimeProvider.System),
                    settings,
                    TimeProvider.System
                )
        );

    /// <summary>Sends a request that is not the engine's.</summary>
    public async Task<JsonObject> SendAsync(string method, string path, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(Connection.Server, path));
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token}");
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await HandleAsync(request, CancellationToken.None);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode
            ? (JsonObject)JsonNode.Parse(text)!
            : throw new InvalidOperationException($"{method} {path}: {(int)response.StatusCode} {text}");
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isChange = request.Method != HttpMethod.Get;
        if (isChange)
        {
            AtBoundary(false);
        }

        var response = await HandleAsync(request, cancellationToken);
        if (isChange)
        {
            AtBoundary(true);
        }

        return response;
    }

    /// <summary>Does nothing: every provider's client disposes the handler, which all of them share.</summary>
    [System.Diagnostics.CodeAnalysis.SuppressMessage(
        "Usage",
        "CA2215:Dispose methods should call base class dispose",
        Justification = "The handler is shared and has nothing to dispose."
    )]
    protected override void Dispose(bool disposing) { }

    private async Task<HttpResponseMessage> HandleAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = message.Method.Method;
        request.Scheme = "https";
        request.Path = Uri.UnescapeDataString(message.RequestUri!.AbsolutePath);
        request.QueryString = new QueryString(message.RequestUri.Query);
        foreach (var (name, values) in message.Headers)
        {
            request.Headers[name] = values.ToArray();
        }

        if (message.Content is { } content)
        {
            request.ContentType = content.Headers.ContentType?.ToString();
            request.Body = new MemoryStream(await content.ReadAsByteArrayAsync(cancellationToken));
        }

        using var answer = new MemoryStream();
        context.Response.Body = answer;
        await _handler.HandleAsync(context, cancellationToken);
        await context.Response.BodyWriter.FlushAsync(cancellationToken);
        var response = new HttpResponseMessage((HttpStatusCode)context.Response.StatusCode)
        {
            Content = new ByteArrayContent(answer.ToArray()),
        };
        response.Content.Headers.TryAddWithoutValidation("Content-Type", context.Response.ContentType);
        return response;
    }
}
