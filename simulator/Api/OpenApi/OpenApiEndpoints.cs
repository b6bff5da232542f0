using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.OpenApi;

/// <summary>Serves the schema as OpenAPI v2 and, by group and version, as v3. Documents are cached.</summary>
internal sealed class OpenApiEndpoints(ResourceCatalog catalog)
{
    private const string ProtobufType = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    /// <summary>The name that older clients ask for, which is not a valid type in an answer.</summary>
    private const string FormerProtobufType = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf";

    private readonly ConcurrentDictionary<(string Path, long Revision), Lazy<Document>> _documents = new();

    public async Task HandleAsync(HttpContext context, string[] path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        switch (path)
        {
            case ["openapi", "v2"]:
                await SendVersion2Async(context);
                break;
            case ["openapi", "v3"]:
                await context.Response.WriteJsonAsync(StatusCodes.Status200OK, CreateIndex());
                break;
            case ["openapi", "v3", "api", var version]:
                await SendAsync(context, GetGroupDocument("", version));
                break;
            case ["openapi", "v3", "apis", var group, var version]:
                await SendAsync(context, GetGroupDocument(group, version));
                break;
            default:
                throw ResourceEndpoints.UnknownResource();
        }
    }

    private Task SendVersion2Async(HttpContext context)
    {
        foreach (var accepted in context.Request.Headers.Accept.ToString().Split(',', StringSplitOptions.TrimEntries))
        {
            var type = accepted.Split(';')[0];
            if (type is ProtobufType or FormerProtobufType)
            {
                return SendAsync(
                    context,
                    GetOrCreate("v2.pb", () => OpenApiProtobuf.Encode(OpenApiDocuments.CreateVersion2(catalog))),
                    ProtobufType
                );
            }

            if (type is "application/json" or "application/*" or "*/*" or "")
            {
                break;
            }
        }

        return SendAsync(context, GetOrCreate("v2", () => ToJson(OpenApiDocuments.CreateVersion2(catalog))));
    }

    private static byte[] ToJson(JsonObject document) => Encoding.UTF8.GetBytes(document.ToJsonString(RelaxedJson.Options));

    private static async Task SendAsync(HttpContext context, Document document, string contentType = "application/json")
    {
        var tag = $"\"{document.Hash}\"";
        context.Response.Headers.ETag = tag;
        context.Response.Headers.Vary = "Accept";
        if (context.Request.Headers.IfNoneMatch == tag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
        }
        else
        {
            await context.Response.WriteBytesAsync(document.Bytes, contentType);
        }
    }

    private JsonObject CreateIndex()
    {
        var paths = new JsonObject();
        foreach (var group in catalog.Groups)
        {
            foreach (var version in group.Versions)
            {
                var path = group.Name.Length == 0 ? $"api/{version}" : $"apis/{group.Name}/{version}";
                paths[path] = new JsonObject
                {
                    ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={GetGroupDocument(group.Name, version).Hash}",
                };
            }
        }
        return new JsonObject { ["paths"] = paths };
    }

    private Document GetGroupDocument(string group, string version) =>
        catalog.Kinds.Any(kind => kind.Group == group && kind.Version == version)
            ? GetOrCreate($"v3/{group}/{version}", () => ToJson(OpenApiDocuments.CreateVersion3(catalog, group, version)))
            : throw ResourceEndpoints.UnknownResource();

    private Document GetOrCreate(string path, Func<byte[]> create) =>
        _documents
            .GetOrAdd((path, catalog.Revision), static (_, factory) => new Lazy<Document>(() => new Document(factory())), create)
            .Value;

    private sealed class Document(byte[] bytes)
    {
        public byte[] Bytes { get; } = bytes;

        public string Hash { get; } = Convert.ToHexString(SHA256.HashData(bytes));
    }
}
