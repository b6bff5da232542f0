using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Likeness.Kubernetes.Answers;

/// <summary>A response in the form of the recordings.</summary>
internal sealed record Answer(int Status, IReadOnlyList<string> Warnings, string ContentType, JsonNode? Body);

/// <summary>A cluster without a network, against which recorded requests are replayed.</summary>
internal sealed class ApiCluster
{
    private const string Token = "secret";

    private readonly ApiHandler _handler;

    public ApiCluster()
    {
        Cluster = new InMemoryCluster(Time, new IdentitySource(1));
        ClusterBootstrap.Run(Cluster.Client);
        _handler = ApiServer.CreateHandler(Cluster.Api, Token);
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
        var context = CreateContext(request);
        using var body = new MemoryStream();
        context.Response.Body = body;
        await _handler.HandleAsync(context, CancellationToken.None);
        await context.Response.BodyWriter.FlushAsync();
        return new Answer(
            context.Response.StatusCode,
            [.. context.Response.Headers["Warning"].OfType<string>()],
            context.Response.ContentType ?? "",
            Parse(Encoding.UTF8.GetString(body.ToArray()), context.Response.ContentType)
        );
    }

    /// <summary>Sends a request whose response is streamed until cancelled; returns its status.</summary>
    public async Task<int> StreamAsync(JsonObject request, Stream output, CancellationToken cancellation)
    {
        var context = CreateContext(request);
        context.Response.Body = output;
        await _handler.HandleAsync(context, cancellation);
        return context.Response.StatusCode;
    }

    private static DefaultHttpContext CreateContext(JsonObject recorded)
    {
        var context = new DefaultHttpContext();
        var request = context.Request;
        request.Method = recorded.Text("method") ?? "GET";
        request.Scheme = "https";
        request.Path = recorded.Text("path");
        request.QueryString = QueryString.Create((recorded.Map("query") ?? []).SelectMany(Values));
        request.Headers.Authorization = $"Bearer {Token}";
        request.Headers.UserAgent = "fixture/1.0";
        if (recorded.Text("accept") is { } accept)
        {
            request.Headers.Accept = accept;
        }

        if (recorded.Text("contentType") is { } contentType)
        {
            request.ContentType = contentType;
        }

        var text = recorded.Text("bodyText") ?? recorded["body"]?.ToJsonString();
        if (text is not null)
        {
            request.Body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        }

        return context;
    }

    private static IEnumerable<KeyValuePair<string, string?>> Values(KeyValuePair<string, JsonNode?> parameter) =>
        parameter.Value is JsonArray several
            ? several.Select(value => KeyValuePair.Create(parameter.Key, value?.ToString()))
            : [KeyValuePair.Create(parameter.Key, parameter.Value?.ToString())];

    private static JsonNode? Parse(string text, string? contentType) =>
        contentType?.StartsWith("application/json", StringComparison.Ordinal) == true ? JsonNode.Parse(text) : JsonValue.Create(text);
}
