using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Infra.Engine.Kubernetes.Client;
using Microsoft.Extensions.Time.Testing;

namespace Engine.Tests.Kubernetes.Client;

public sealed class KubernetesClientTests
{
    [Fact]
    public async Task Get_Rejected_ThrowsATypedStatus()
    {
        using var cluster = new FakeCluster
        {
            Answer = _ =>
                FakeCluster.Status(
                    HttpStatusCode.UnprocessableEntity,
                    "Invalid",
                    "Service \"x\" is invalid",
                    """{"kind":"Service","causes":[{"reason":"FieldValueInvalid","field":"spec.ports[0].port","message":"must be between 1 and 65535"}]}"""
                ),
        };
        using var client = cluster.Client();

        var e = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync("api/v1/services", CancellationToken.None));

        Assert.Equal(("Invalid", HttpStatusCode.UnprocessableEntity, "Service"), (e.Reason, e.Code, e.Kind));
        Assert.Equal([new StatusCause("FieldValueInvalid", "spec.ports[0].port", "must be between 1 and 65535")], e.Causes);
    }

    [Fact]
    public async Task Get_RetryAfter_IsRetried()
    {
        var calls = 0;
        using var cluster = new FakeCluster
        {
            Answer = _ =>
            {
                if (++calls > 2)
                {
                    return FakeCluster.Json(HttpStatusCode.OK, "{\"kind\":\"ConfigMap\"}");
                }

                var later = FakeCluster.Status(HttpStatusCode.TooManyRequests, "TooManyRequests", "later");
                later.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.Zero);
                return later;
            },
        };
        using var client = cluster.Client();

        await client.GetAsync("api/v1/configmaps/x", CancellationToken.None);

        Assert.Equal(3, calls);
    }

    [Fact]
    public async Task Get_ConnectionRefused_NamesAddressAndCure()
    {
        // A port that was free a moment ago.
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var client = new KubernetesClient(
            FakeCluster.Connection with
            {
                Server = new Uri($"http://127.0.0.1:{port}/"),
            },
            TimeProvider.System
        );

        var e = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("version", CancellationToken.None));

        Assert.Contains($"http://127.0.0.1:{port}", e.Message, StringComparison.Ordinal);
        Assert.Contains("nothing listens there", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ResponseIsNotJson_IsUnreachable()
    {
        using var cluster = new FakeCluster { Answer = _ => FakeCluster.Json(HttpStatusCode.OK, "<html>a proxy</html>") };
        using var client = cluster.Client();
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("version", CancellationToken.None));
    }

    [Fact]
    public async Task Get_Cancelled_ThrowsOperationCanceled()
    {
        using var cluster = new FakeCluster();
        using var client = cluster.Client();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.GetAsync("version", new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(HttpStatusCode.OK)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task Get_BodyStallsAfterTheHeaders_IsUnreachableAfterABoundedTime(HttpStatusCode code)
    {
        var time = new AcceleratedTime(1000);
        using var cluster = new FakeCluster
        {
            Answer = _ => new HttpResponseMessage(code) { Content = new StreamContent(new SlowBody("{\"kind\":")) },
        };
        using var client = cluster.Client(time);
        var begin = time.GetTimestamp();

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("version", CancellationToken.None));

        Assert.Contains("it does not answer", error.Message, StringComparison.Ordinal);
        Assert.InRange(time.GetElapsedTime(begin), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));
    }

    [Theory]
    [InlineData("GET", HttpStatusCode.InternalServerError, true)]
    [InlineData("PATCH", HttpStatusCode.ServiceUnavailable, true)]
    [InlineData("POST", HttpStatusCode.TooManyRequests, true)]
    [InlineData("POST", HttpStatusCode.InternalServerError, false)]
    [InlineData("GET", HttpStatusCode.NotFound, false)]
    public async Task Send_Failure_IsRepeatedWhereTheRequestHadNoEffectOrIsIdempotent(string method, HttpStatusCode code, bool isRepeated)
    {
        var calls = 0;
        using var cluster = new FakeCluster
        {
            Answer = _ => ++calls == 1 ? FakeCluster.Status(code, "", "no") : FakeCluster.Json(HttpStatusCode.OK, "{}"),
        };
        using var client = cluster.Client(new AcceleratedTime(1000));
        var request = new ApiRequest(new HttpMethod(method), "api/v1/configmaps/x");

        var error = await Record.ExceptionAsync(() => client.SendAsync(request, CancellationToken.None));

        Assert.Equal(isRepeated, error is null);
        Assert.Equal(isRepeated ? 2 : 1, calls);
    }

    [Theory]
    [InlineData("failed to create typed patch object (a/b; v1, Kind=ConfigMap): .x: field not declared in schema", 1)]
    [InlineData("etcd is down", 2)]
    public async Task Apply_DoesNotFitTheSchema_IsFinal(string message, int expected)
    {
        var calls = 0;
        using var cluster = new FakeCluster
        {
            Answer = _ =>
                ++calls == 1
                    ? FakeCluster.Status(HttpStatusCode.InternalServerError, "", message)
                    : FakeCluster.Json(HttpStatusCode.OK, "{\"kind\":\"ConfigMap\"}"),
        };
        using var client = cluster.Client();
        var apply = new ApiRequest(HttpMethod.Patch, "api/v1/namespaces/a/configmaps/b", new JsonObject(), ContentTypes.Apply);

        await Record.ExceptionAsync(() => client.SendAsync(apply, CancellationToken.None));

        Assert.Equal(expected, calls);
    }

    [Fact]
    public async Task Get_TheServerAsksForALongWait_FailsWithItsAnswer()
    {
        using var cluster = new FakeCluster
        {
            Answer = _ =>
            {
                var later = FakeCluster.Status(HttpStatusCode.ServiceUnavailable, "", "maintenance until tomorrow");
                later.Headers.RetryAfter = new System.Net.Http.Headers.RetryConditionHeaderValue(TimeSpan.FromHours(8));
                return later;
            },
        };
        using var client = cluster.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.GetAsync("version", CancellationToken.None));

        Assert.Equal("maintenance until tomorrow", error.Message);
    }

    [Fact]
    public async Task Get_SlowBody_IsRead()
    {
        var time = new FakeTimeProvider();
        using var body = new SlowBody("{\"kind\":\"ConfigMap\"}", pause: () => time.Advance(TimeSpan.FromSeconds(50)), stalls: false);
        using var content = new StreamContent(body);
        using var cluster = new FakeCluster { Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = content } };
        using var client = cluster.Client(time);

        Assert.Equal("ConfigMap", (await client.GetAsync("version", CancellationToken.None))["kind"]!.GetValue<string>());
    }

    [Fact]
    public async Task Get_ConnectionBreaksInAnErrorBody_IsUnreachable()
    {
        using var cluster = new FakeCluster
        {
            Answer = _ => new HttpResponseMessage(HttpStatusCode.Forbidden)
            {
                Content = new StreamContent(new SlowBody("{", pause: () => throw new IOException("connection reset"))),
            },
        };
        using var client = cluster.Client(new AcceleratedTime(1000));

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("version", CancellationToken.None));

        Assert.Contains("connection reset", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ExpiresAfterSomeEvents_Throws()
    {
        using var cluster = new FakeCluster
        {
            Answer = _ =>
                FakeCluster.Json(
                    HttpStatusCode.OK,
                    """
                    {"type":"ADDED","object":{"kind":"ConfigMap","metadata":{"name":"a"}}}
                    {"type":"BOOKMARK","object":{"kind":"ConfigMap","metadata":{"resourceVersion":"7"}}}
                    {"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version"}}
                    """
                ),
        };
        using var client = cluster.Client();
        var seen = new List<WatchEventType>();

        var e = await Assert.ThrowsAsync<KubernetesApiException>(async () =>
        {
            await foreach (var change in client.WatchAsync("api/v1/configmaps", "5", CancellationToken.None))
            {
                seen.Add(change.Type);
            }
        });

        Assert.True(e.IsExpired);
        Assert.Equal([WatchEventType.Added, WatchEventType.Bookmark], seen);
    }

    [Fact]
    public async Task Discovery_NotAggregated_RequestsOnlyNeededGroupVersions()
    {
        using var cluster = new FakeCluster
        {
            Answer = r =>
                r.Path switch
                {
                    "apis" => FakeCluster.Json(HttpStatusCode.OK, """{"kind":"APIGroupList","groups":[]}"""),
                    "apis/apps/v1" => FakeCluster.Json(
                        HttpStatusCode.OK,
                        """{"kind":"APIResourceList","resources":[{"name":"deployments","kind":"Deployment","namespaced":true},{"name":"deployments/scale","kind":"Scale","namespaced":true}]}"""
                    ),
                    _ => FakeCluster.Status(HttpStatusCode.NotFound, "NotFound", "no such path"),
                },
        };
        using var client = cluster.Client();
        var discovery = new ApiDiscovery(client);

        for (var i = 0; i < 3; i++)
        {
            var found = await discovery.FindAsync(new GroupVersionKind("apps", "v1", "Deployment"), CancellationToken.None);
            Assert.Equal("apis/apps/v1/namespaces/shop/deployments", found?.CollectionPath("shop"));
        }

        Assert.Null(await discovery.FindAsync(new GroupVersionKind("example.test", "v1", "Widget"), CancellationToken.None));
        Assert.Equal(["GET apis/apps/v1", "GET apis/example.test/v1"], cluster.Calls);
    }

    /// <summary>A body that arrives byte by byte and then ends or stalls.</summary>
    private sealed class SlowBody(string text, Action? pause = null, bool stalls = true) : MemoryStream
    {
        private readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);
        private int _next;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            pause?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            if (_next < _bytes.Length)
            {
                buffer.Span[0] = _bytes[_next++];
                return 1;
            }

            if (stalls)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            }

            return 0;
        }
    }
}
