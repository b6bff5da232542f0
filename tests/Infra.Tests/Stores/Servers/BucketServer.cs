using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Infra.Tests.Stores.Servers;

/// <summary>
/// A bucket in memory with S3's API for objects that are uploaded whole: put, get, head, delete and list. It knows the access key, but does
/// not check signatures.
/// </summary>
internal sealed class BucketServer : IAsyncDisposable
{
    public const string Bucket = "shop-backups";
    private static readonly XNamespace Schema = "http://s3.amazonaws.com/doc/2006-03-01/";

    private readonly SortedDictionary<string, (byte[] Content, string? Modified)> _objects = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly WebApplication _application;
    private readonly string _accessKey;

    private BucketServer(WebApplication application, string accessKey)
    {
        (_application, _accessKey) = (application, accessKey);
        application.Run(HandleAsync);
    }

    public int Port => new Uri(_application.Urls.Single()).Port;

    /// <summary>Whether a write of a key fails.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    public IReadOnlyList<string> Keys
    {
        get
        {
            lock (_gate)
            {
                return [.. _objects.Keys];
            }
        }
    }

    public static async Task<BucketServer> StartAsync(string accessKey)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new BucketServer(builder.Build(), accessKey);
        await server._application.StartAsync();
        return server;
    }

    public byte[] Read(string key)
    {
        lock (_gate)
        {
            return _objects[key].Content;
        }
    }

    public void Write(string key, byte[] content)
    {
        lock (_gate)
        {
            _objects[key] = (content, null);
        }
    }

    public void Delete(string key)
    {
        lock (_gate)
        {
            _objects.Remove(key);
        }
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var (request, response) = (context.Request, context.Response);
        var path = request.Path.Value!.TrimStart('/').Split('/', 2);
        if (!$"{request.Headers.Authorization}{request.QueryString}".Contains(_accessKey, StringComparison.Ordinal))
        {
            response.StatusCode = (int)HttpStatusCode.Forbidden;
        }
        else if (path[0] != Bucket)
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
        }
        else if (path is [_, { Length: > 0 } key])
        {
            await AnswerAsync(request, response, key, memory.ToArray());
        }
        else
        {
            response.ContentType = "application/xml";
            await response.WriteAsync(List(request.Query["prefix"].ToString(), request.Query["delimiter"].ToString()).ToString());
        }
    }

    private async Task AnswerAsync(HttpRequest request, HttpResponse response, string key, byte[] body)
    {
        if (request.Method == "PUT")
        {
            if (Refuses(key))
            {
                response.StatusCode = (int)HttpStatusCode.Forbidden;
                return;
            }

            lock (_gate)
            {
                _objects[key] = (body, request.Headers["x-amz-meta-mtime"].FirstOrDefault() ?? request.Query["x-amz-meta-mtime"]);
            }

            response.Headers.ETag = ETag(body);
            return;
        }

        if (request.Method == "DELETE")
        {
            Delete(key);
            response.StatusCode = (int)HttpStatusCode.NoContent;
            return;
        }

        (byte[] Content, string? Modified) found;
        lock (_gate)
        {
            _objects.TryGetValue(key, out found);
        }

        if (found.Content is null)
        {
            response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        response.Headers.ETag = ETag(found.Content);
        response.Headers.LastModified = "Mon, 01 Jun 2026 00:00:00 GMT";
        response.Headers["x-amz-meta-mtime"] = found.Modified;
        response.ContentLength = found.Content.Length;
        if (request.Method == "GET")
        {
            await response.Body.WriteAsync(found.Content);
        }
    }

    private XElement List(string prefix, string delimiter)
    {
        lock (_gate)
        {
            var keys = _objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToLookup(FindFolder);
            return new XElement(
                Schema + "ListBucketResult",
                new XElement(Schema + "IsTruncated", "false"),
                keys[null].Select(CreateEntry),
                keys.Select(group => group.Key)
                    .OfType<string>()
                    .Select(folder => new XElement(Schema + "CommonPrefixes", new XElement(Schema + "Prefix", folder)))
            );
        }

        string? FindFolder(string key) =>
            delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var end
                ? key[..(end + 1)]
                : null;
    }

    private XElement CreateEntry(string key) =>
        new(
            Schema + "Contents",
            new XElement(Schema + "Key", key),
            new XElement(Schema + "LastModified", "2026-06-01T00:00:00.000Z"),
            new XElement(Schema + "ETag", ETag(_objects[key].Content)),
            new XElement(Schema + "Size", _objects[key].Content.Length)
        );

#pragma warning disable CA5351 // S3 identifies a content by its MD5 hash.
    private static string ETag(byte[] content) => $"\"{Convert.ToHexStringLower(MD5.HashData(content))}\"";
#pragma warning restore CA5351
}
