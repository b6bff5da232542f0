using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Engine.Tests.Images;

/// <summary>A registry in memory: the distribution API with ranges, chunks, mounts and both kinds of authentication.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly ConcurrentDictionary<string, MemoryStream> _uploads = new(StringComparer.Ordinal);

    private TestRegistry(WebApplication application)
    {
        _application = application;
        application.Run(HandleAsync);
    }

    public ConcurrentDictionary<(string Repository, string Reference), (byte[] Content, string Type)> Manifests { get; } = new();

    public ConcurrentDictionary<(string Repository, string Digest), byte[]> Blobs { get; } = new();

    /// <summary>The requests, such as <c>GET /v2/app/manifests/1</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The user and password that are needed; null for none.</summary>
    public (string User, string Password)? Login { get; set; }

    /// <summary>True to ask for tokens of the token service instead of the password.</summary>
    public bool UsesTokens { get; set; }

    /// <summary>Called before each request: true breaks the connection without an effect.</summary>
    public Func<HttpRequest, bool> Breaks { get; set; } = _ => false;

    /// <summary>After how many bytes of a blob the connection breaks; null for never.</summary>
    public Func<HttpRequest, int?> BreaksAfter { get; set; } = _ => null;

    public string Host => new Uri(_application.Urls.Single()).Authority;

    public static async Task<TestRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(options => options.Limits.MaxRequestBodySize = null);
        var registry = new TestRegistry(builder.Build());
        await registry._application.StartAsync();
        return registry;
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    public static string Digest(ReadOnlySpan<byte> content) => $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}";

    private async Task HandleAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
        if (Breaks(request))
        {
            context.Abort();
            return;
        }

        if (request.Path == "/token")
        {
            response.StatusCode =
                IsLogin(request) || request.HasFormContentType && (await request.ReadFormAsync())["refresh_token"] == "identity"
                    ? 200
                    : 401;
            await response.WriteAsync("""{"token": "issued"}""");
            return;
        }

        if (Login is not null && !IsAllowed(request))
        {
            response.StatusCode = 401;
            response.Headers.WWWAuthenticate = UsesTokens
                ? $"Bearer realm=\"http://{Host}/token\",service=\"test\",scope=\"ignored\""
                : "Basic realm=\"test\"";
            return;
        }

        var path = request.Path.Value!["/v2/".Length..];
        foreach (var kind in (string[])["/manifests/", "/blobs/uploads/", "/blobs/"])
        {
            if (path.LastIndexOf(kind, StringComparison.Ordinal) is >= 0 and var at)
            {
                var (repository, rest) = (path[..at], path[(at + kind.Length)..]);
                await (
                    kind == "/manifests/" ? ManifestAsync(context, repository, rest)
                    : kind == "/blobs/" ? BlobAsync(context, repository, rest)
                    : UploadAsync(context, repository, rest)
                );
                return;
            }
        }

        response.StatusCode = 404;
    }

    private bool IsAllowed(HttpRequest request) => UsesTokens ? request.Headers.Authorization == "Bearer issued" : IsLogin(request);

    private bool IsLogin(HttpRequest request) =>
        request.Headers.Authorization
        == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Login!.Value.User}:{Login.Value.Password}"))}";

    private async Task ManifestAsync(HttpContext context, string repository, string reference)
    {
        var (request, response) = (context.Request, context.Response);
        if (request.Method == "PUT")
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            var stored = (body.ToArray(), request.ContentType!);
            Manifests[(repository, reference)] = stored;
            Manifests[(repository, Digest(stored.Item1))] = stored;
            response.StatusCode = 201;
        }
        else if (Manifests.TryGetValue((repository, reference), out var manifest))
        {
            response.ContentType = manifest.Type;
            response.Headers["Docker-Content-Digest"] = Digest(manifest.Content);
            response.ContentLength = manifest.Content.Length;
            await (request.Method == "HEAD" ? Task.CompletedTask : response.Body.WriteAsync(manifest.Content).AsTask());
        }
        else
        {
            response.StatusCode = 404;
            await response.WriteAsync("""{"errors": [{"code": "MANIFEST_UNKNOWN", "message": "manifest unknown"}]}""");
        }
    }

    private async Task BlobAsync(HttpContext context, string repository, string digest)
    {
        var (request, response) = (context.Request, context.Response);
        if (!Blobs.TryGetValue((repository, digest), out var blob))
        {
            response.StatusCode = 404;
            return;
        }

        var from = 0;
        if (request.GetTypedHeaders().Range is { } range)
        {
            from = (int)range.Ranges.Single().From!.Value;
            response.StatusCode = 206;
            response.Headers.ContentRange = $"bytes {from}-{blob.Length - 1}/{blob.Length}";
        }

        response.ContentLength = blob.Length - from;
        if (request.Method == "HEAD")
        {
            return;
        }

        if (BreaksAfter(request) is { } limit)
        {
            await response.Body.WriteAsync(blob.AsMemory(from, Math.Min(limit, blob.Length - from)));
            await response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await response.Body.WriteAsync(blob.AsMemory(from));
    }

    private async Task UploadAsync(HttpContext context, string repository, string id)
    {
        var (request, response) = (context.Request, context.Response);
        switch (request.Method)
        {
            case "POST"
                when request.Query["mount"] is [{ } digest]
                    && Blobs.TryGetValue((request.Query["from"].ToString(), digest), out var mounted):
                Blobs[(repository, digest)] = mounted;
                response.StatusCode = 201;
                return;
            case "POST":
                id = Guid.NewGuid().ToString("N");
                _uploads[id] = new MemoryStream();
                response.StatusCode = 202;
                break;
            case "PATCH":
                Assert.Equal(
                    _uploads[id].Length.ToString(System.Globalization.CultureInfo.InvariantCulture),
                    request.Headers.ContentRange.ToString().Split('-')[0]
                );
                await request.Body.CopyToAsync(_uploads[id]);
                response.StatusCode = 202;
                break;
            case "GET":
                response.StatusCode = 204;
                break;
            default:
                var content = _uploads[id].ToArray();
                var isRight = Digest(content) == request.Query["digest"];
                Blobs[(repository, request.Query["digest"].ToString())] = isRight ? content : [];
                response.StatusCode = isRight ? 201 : 400;
                return;
        }

        response.Headers.Location = $"/v2/{repository}/blobs/uploads/{id}";
        response.Headers.Range = $"0-{Math.Max(0, _uploads[id].Length - 1)}";
    }
}
