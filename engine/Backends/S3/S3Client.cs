using System.Net.Http.Headers;
using Infra.Engine.Errors;

namespace Infra.Engine.Backends.S3;

/// <summary>
/// Sends signed requests to one bucket. It repeats those that failed transiently, with waits that grow and vary, so that many clients do
/// not repeat theirs at the same moment.
/// </summary>
internal sealed class S3Client : IDisposable
{
    private const int MaximumAttempts = 6;
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly S3Options _options;
    private readonly HttpClient _http;
    private readonly AwsCredentialsSource _credentials;
    private readonly AwsSignature _signature;
    private readonly TimeProvider _time;

    public S3Client(S3Options options, Func<string, string?> environment, TimeProvider time)
        : this(options, new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = ConnectTimeout }, environment, time) { }

    /// <summary>Creates a client with a custom handler.</summary>
    public S3Client(S3Options options, HttpMessageHandler handler, Func<string, string?> environment, TimeProvider time)
    {
        _options = options;
        _time = time;
        _signature = new AwsSignature(options.Region);
        _http = new HttpClient(handler) { Timeout = AnswerTimeout };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("infra", "1.0"));
        _credentials = new AwsCredentialsSource(options, _http, environment, time);
    }

    /// <summary>Sends a request.</summary>
    /// <param name="method">The method.</param>
    /// <param name="key">The key of the object; "" for the bucket.</param>
    /// <param name="query">The parameters.</param>
    /// <param name="headers">The headers besides those of the signature.</param>
    /// <param name="content">The body of a <c>PUT</c>.</param>
    /// <returns>The answer, and true if an earlier attempt may have had its effect without an answer.</returns>
    /// <exception cref="StateException">The service cannot be reached, or it goes on failing.</exception>
    public async Task<(S3Answer Answer, bool IsRepeated)> SendAsync(
        HttpMethod method,
        string key,
        IReadOnlyDictionary<string, string>? query = null,
        IReadOnlyDictionary<string, string>? headers = null,
        ReadOnlyMemory<byte>? content = null
    )
    {
        var uri = CreateUri(key, query ?? new Dictionary<string, string>());
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                var answer = await SendOnceAsync(method, uri, headers, content);
                if (!answer.IsTransient || attempt == MaximumAttempts)
                {
                    return (answer, attempt > 1);
                }
            }
            catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException)
            {
                if (attempt == MaximumAttempts)
                {
                    throw new StateException(
                        $"{_options.Root}: {_options.Endpoint} does not answer: {error.Message.TrimEnd('.')}; check the endpoint and the network, "
                            + "then run the command again",
                        error
                    );
                }
            }

            await Task.Delay(GetWait(attempt), _time);
        }
    }

    public void Dispose() => _http.Dispose();

    private static TimeSpan GetWait(int attempt)
    {
        var longest = TimeSpan.FromTicks(Math.Min(LongestWait.Ticks, FirstWait.Ticks << (attempt - 1)));
        return longest * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    private async Task<S3Answer> SendOnceAsync(
        HttpMethod method,
        Uri uri,
        IReadOnlyDictionary<string, string>? headers,
        ReadOnlyMemory<byte>? content
    )
    {
        using var request = new HttpRequestMessage(method, uri);
        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var credentials = await _credentials.GetAsync();
        _signature.Sign(request, (content ?? default).Span, credentials, _time.GetUtcNow());
        if (content is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body);
        }

        using var response = await _http.SendAsync(request);
        return new S3Answer(
            response.StatusCode,
            await response.Content.ReadAsByteArrayAsync(),
            response.Headers.NonValidated.TryGetValues("ETag", out var tag) ? tag.ToString() : null,
            response.Headers.TryGetValues("x-amz-bucket-region", out var region) ? region.First() : null
        );
    }

    private Uri CreateUri(string key, IReadOnlyDictionary<string, string> query)
    {
        var endpoint = _options.Endpoint;
        var bucket = Uri.EscapeDataString(_options.Bucket);
        var path = string.Join('/', key.Split('/').Select(Uri.EscapeDataString));
        var address = _options.UsesPathStyle
            ? $"{endpoint}{bucket}{(path.Length > 0 ? "/" : "")}{path}"
            : $"{endpoint.Scheme}://{bucket}.{endpoint.Authority}{endpoint.AbsolutePath}{path}";
        var parameters = query.Select(entry => $"{Uri.EscapeDataString(entry.Key)}={Uri.EscapeDataString(entry.Value)}");
        return new Uri(query.Count > 0 ? $"{address}?{string.Join('&', parameters)}" : address);
    }
}
