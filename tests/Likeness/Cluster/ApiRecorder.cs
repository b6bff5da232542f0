using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Likeness.Cluster;

/// <summary>Handles the requests to the cluster's API and records those that write.</summary>
/// <param name="handler">The API.</param>
/// <param name="administrator">The token of a user with all rights.</param>
/// <param name="plain">The token of a user without any.</param>
internal sealed class ApiRecorder(ApiHandler handler, string administrator, string plain)
{
    /// <summary>The header that marks a request made out of band.</summary>
    public const string OutOfBandHeader = "X-Out-Of-Band";

    private const string ApplyType = "application/apply-patch+yaml";

    private readonly Lock _gate = new();
    private List<JsonObject> _writes = [];

    /// <summary>The writing requests since the last call, in order of arrival.</summary>
    public IReadOnlyList<JsonObject> Take()
    {
        lock (_gate)
        {
            var taken = _writes;
            _writes = [];
            return taken;
        }
    }

    /// <summary>The writing requests since the last <see cref="Take"/>, in order of arrival.</summary>
    public IReadOnlyList<JsonObject> Peek()
    {
        lock (_gate)
        {
            return [.. _writes];
        }
    }

    public async Task HandleAsync(HttpContext context, CancellationToken stopping)
    {
        var request = context.Request;
        if (HttpMethods.IsGet(request.Method) || request.Headers.ContainsKey(OutOfBandHeader))
        {
            await AuthorizeAsync(context, stopping);
            return;
        }

        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, stopping);
        body.Position = 0;
        var record = Describe(request, body.ToArray());
        lock (_gate)
        {
            _writes.Add(record);
        }

        request.Body = body;
        await AuthorizeAsync(context, stopping);
        record["status"] = context.Response.StatusCode;
    }

    private async Task AuthorizeAsync(HttpContext context, CancellationToken stopping)
    {
        var headers = context.Request.Headers;
        if (headers.Authorization.ToString() == $"Bearer {plain}")
        {
            if (Forbidden.Explain(context.Request) is { } reason)
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(reason.ToJsonString(), stopping);
                return;
            }

            headers.Authorization = $"Bearer {administrator}";
        }

        await handler.HandleAsync(context, stopping);
    }

    private static JsonObject Describe(HttpRequest request, byte[] body)
    {
        var contentType = request.ContentType?.Split(';')[0];
        var record = new JsonObject
        {
            ["verb"] = request.Method switch
            {
                "POST" => "create",
                "PUT" => "update",
                "DELETE" => "delete",
                _ => contentType == ApplyType ? "apply" : "patch",
            },
            ["method"] = request.Method,
            ["path"] = request.Path.Value,
        };
        if (request.Query.Count > 0)
        {
            record["query"] = new JsonObject(
                request.Query.Select(parameter => KeyValuePair.Create(parameter.Key, (JsonNode?)parameter.Value.ToString()))
            );
        }

        if (contentType is not null)
        {
            record["contentType"] = contentType;
        }

        if (body.Length > 0)
        {
            record["body"] = Parse(body);
        }

        return record;
    }

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return Convert.ToBase64String(body);
        }
    }
}
