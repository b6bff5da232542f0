using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Likeness.Kubernetes.Recordings;
using Microsoft.Extensions.Time.Testing;

namespace Likeness.Kubernetes.Answers;

/// <summary>A cluster without a network, against which recorded requests are replayed.</summary>
internal sealed class ApiCluster
{
    private readonly ApiHandler _handler;

    public ApiCluster()
    {
        Cluster = new InMemoryCluster(Time, new IdentitySource(1));
        ClusterBootstrap.Run(Cluster.Client);
        _handler = ApiServer.CreateHandler(Cluster.Api, RecordedRequest.Token);
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));

    public InMemoryCluster Cluster { get; }

    /// <summary>Creates a namespace as in the recordings: with a service account and nothing else.</summary>
    public async Task CreateNamespaceAsync(string name, JsonObject? labels)
    {
        var metadata = new JsonObject { ["name"] = name };
        if (labels is not null)
        {
            metadata["labels"] = labels.DeepClone();
        }

        await SendAsync(
            "POST",
            "/api/v1/namespaces",
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "Namespace",
                ["metadata"] = metadata,
            }
        );
        await SendAsync(
            "POST",
            $"/api/v1/namespaces/{name}/serviceaccounts",
            new JsonObject
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ServiceAccount",
                ["metadata"] = new JsonObject { ["name"] = "default" },
            }
        );
    }

    public Task<Answer> SendAsync(string method, string path, JsonObject body) =>
        SendAsync(
            new JsonObject
            {
                ["method"] = method,
                ["path"] = path,
                ["contentType"] = "application/json",
                ["body"] = body,
            }
        );

    /// <summary>Sends a recorded request and reads the whole response.</summary>
    public async Task<Answer> SendAsync(JsonObject request)
    {
        var context = RecordedRequest.ToContext(request);
        using var body = new MemoryStream();
        context.Response.Body = body;
        await _handler.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        return Answer.Read(context.Response, body);
    }

    /// <summary>Sends a request whose response is streamed until cancelled; returns its status.</summary>
    public async Task<int> StreamAsync(JsonObject request, Stream output, CancellationToken cancellation)
    {
        var context = RecordedRequest.ToContext(request);
        context.Response.Body = output;
        await _handler.HandleAsync(context, cancellation);
        return context.Response.StatusCode;
    }
}
