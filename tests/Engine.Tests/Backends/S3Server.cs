using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.Backends;

/// <summary>
/// S3-compatible storage in memory: path-style requests, signatures, conditional writes, lists in pages. It rejects what S3 rejects.
/// </summary>
internal sealed class S3Server : IAsyncDisposable
{
    public const string Bucket = "state";
    public const string Region = "eu-test-1";
    private const int PageSize = 3;

    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly WebApplication _application;

    private S3Server(WebApplication application)
    {
        _application = application;
        application.Run(HandleAsync);
    }

    /// <summary>Its address, with the port.</summary>
    public Uri Address => new(_application.Urls.Single());

    /// <summary>Called with each request before it has an effect (false) and after (true); true breaks the connection.</summary>
    public Func<HttpRequest, bool, bool> Breaks { get; set; } = (_, _) => false;

    /// <summary>The answer in place of the real one; null for that.</summary>
    public Func<HttpRequest, (HttpStatusCode Status, string Code)?> Refuses { get; set; } = _ => null;

    /// <summary>True for storage that ignores the conditions of writes.</summary>
    public bool IgnoresConditions { get; set; }

    /// <summary>True to compare If-Match with the ETag without its quotes, as Ceph's gateway does.</summary>
    public bool ComparesWithoutQuotes { get; set; }

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

    public static async Task<S3Server> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new S3Server(builder.Build());
        await server._application.StartAsync();
        return server;
    }

    /// <summary>The environment of a client.</summary>
    public static string? GetVariable(string name) =>
        name switch
        {
            "AWS_ACCESS_KEY_ID" => S3SignatureCheck.AccessKey,
            "AWS_SECRET_ACCESS_KEY" => S3SignatureCheck.SecretKey,
            "HOME" => "/nonexistent",
            _ => null,
        };

    /// <summary>The URL of a backend in the bucket.</summary>
    public string GetUrl(string folder = "") =>
        $"s3://{Bucket}{folder}?endpoint={Uri.EscapeDataString(Address.ToString())}&region={Region}";

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private async Task HandleAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        if (Breaks(context.Request, false))
        {
            context.Abort();
            return;
        }

        var answer =
            S3SignatureCheck.FindProblem(context, memory.ToArray(), Region) is { } problem
                ? S3Reply.Refuse(HttpStatusCode.Forbidden, problem)
            : Refuses(context.Request) is var (status, code) ? S3Reply.Refuse(status, code)
            : Answer(context.Request, memory.ToArray());
        if (Breaks(context.Request, true))
        {
            context.Abort();
            return;
        }

        await answer.WriteAsync(context.Response);
    }

    private S3Reply Answer(HttpRequest request, byte[] body)
    {
        var names = request.Path.Value!.TrimStart('/').Split('/', 2);
        if (names[0] != Bucket)
        {
            return S3Reply.Refuse(HttpStatusCode.NotFound, "NoSuchBucket");
        }

        lock (_gate)
        {
            return names is [_, { Length: > 0 } key] ? AnswerObject(request, key, body) : AnswerList(request.Query);
        }
    }

    private S3Reply AnswerObject(HttpRequest request, string key, byte[] body)
    {
        var current = _objects.GetValueOrDefault(key);
        switch (request.Method)
        {
            case "GET" or "HEAD":
                return current is null ? S3Reply.Refuse(HttpStatusCode.NotFound, "NoSuchKey") : S3Reply.Of(current, ETag(current));
            case "DELETE":
                _objects.Remove(key);
                return new S3Reply(HttpStatusCode.NoContent, []);
            case "PUT" when !IgnoresConditions && request.Headers.IfMatch.Count > 0 && current is null:
                return S3Reply.Refuse(HttpStatusCode.NotFound, "NoSuchKey");
            case "PUT"
                when !IgnoresConditions
                    && (
                        (request.Headers.IfNoneMatch == "*" && current is not null)
                        || (
                            request.Headers.IfMatch.Count > 0
                            && request.Headers.IfMatch != (ComparesWithoutQuotes ? ETag(current!).Trim('"') : ETag(current!))
                        )
                    ):
                return S3Reply.Refuse(HttpStatusCode.PreconditionFailed, "PreconditionFailed");
            case "PUT":
                _objects[key] = body;
                return S3Reply.Of([], ETag(body));
            default:
                return S3Reply.Refuse(HttpStatusCode.MethodNotAllowed, "MethodNotAllowed");
        }
    }

    private S3Reply AnswerList(IQueryCollection query)
    {
        var prefix = query["prefix"].ToString();
        var delimiter = query["delimiter"].ToString();
        var after = query["continuation-token"].ToString();
        var entries = _objects
            .Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(key =>
                delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is >= 0 and var end
                    ? key[..(end + 1)]
                    : key
            )
            .Distinct()
            .Where(entry => string.CompareOrdinal(entry, after) > 0)
            .ToList();
        return S3Reply.List([.. entries.Take(PageSize)], delimiter, entries.Count > PageSize ? entries[PageSize - 1] : null);
    }

    // Not a security measure: it identifies a content, as S3's does.
    private static string ETag(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..32]}\"";
}
