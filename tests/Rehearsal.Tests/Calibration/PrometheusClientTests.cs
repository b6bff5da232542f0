using System.Net;
using System.Text;
using Infra.Rehearsal.Calibration;
using Infra.Rehearsal.Calibration.Prometheus;

namespace Rehearsal.Tests.Calibration;

/// <summary>What goes wrong with a Prometheus is said with the address and a cure.</summary>
public sealed class PrometheusClientTests
{
    private const string Empty = """{"status": "success", "data": {"resultType": "matrix", "result": []}}""";

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(401, "", "refuses the request with status 401: give a token that may query")]
    [InlineData(200, "<html>", "does not answer as Prometheus does (status 200)")]
    [InlineData(404, "not found", "does not answer as Prometheus does (status 404)")]
    [InlineData(200, "[]", "does not answer as Prometheus does (status 200)")]
    [InlineData(200, """{"status": "success", "data": {"result": [{"values": [[1]]}]}}""", "does not answer as Prometheus does")]
    [InlineData(400, """{"status": "error", "error": "too many points"}""", "too many points: the query was sum(rate(")]
    public async Task Run_OnAnAnswerThatIsNone_SaysSo(int status, string body, string expected)
    {
        var failure = await Assert.ThrowsAsync<CalibrationException>(() => Run(_ => Answer(status, body)));

        Assert.StartsWith($"http://prometheus.test/: {expected}", failure.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WithoutTheMetrics_NamesEachAndTheSettingThatBringsIt()
    {
        var failure = await Assert.ThrowsAsync<CalibrationException>(() => Run(_ => Answer(200, Empty)));

        Assert.StartsWith("http://prometheus.test/, 2026-01-01", failure.Errors[0], StringComparison.Ordinal);
        Assert.Contains(failure.Errors, error =>
            error.Contains("http_requests_total{job=\"service/gateway\"}") && error.Contains("metrics.port")
        );
        Assert.Contains(failure.Errors, error => error.Contains("container_cpu_usage_seconds_total") && error.Contains("infra:monitoring"));
        Assert.Contains(failure.Errors, error => error.Contains("kube_pod_status_ready_time") && error.Contains("parts.kubeStateMetrics"));
    }

    [Fact]
    public async Task Run_OnAServerThatIsNotThere_SaysSo()
    {
        var failure = await Assert.ThrowsAsync<CalibrationException>(() => Run(_ => throw new HttpRequestException("Connection refused")));

        Assert.Equal("http://prometheus.test/: Connection refused: check the address, the certificate and the network", failure.Errors[0]);
    }

    [Fact]
    public async Task Run_OnAServerThatIsTooSlow_SaysSo()
    {
        var failure = await Assert.ThrowsAsync<CalibrationException>(() =>
            Run(_ => throw new TaskCanceledException("timeout", new TimeoutException()))
        );

        Assert.StartsWith(
            "http://prometheus.test/: no answer within 30 s: choose a shorter range",
            failure.Errors[0],
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Run_WhenCancelled_IsCancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(_ => Answer(200, Empty), cancelled.Token));
    }

    [Fact]
    public async Task Run_WithAToken_SendsItToTheAddressOnly()
    {
        var asked = new List<HttpRequestMessage>();

        await Assert.ThrowsAsync<CalibrationException>(() =>
            Run(request =>
            {
                asked.Add(request);
                return Answer(302, "");
            })
        );

        Assert.Equal("Bearer secret", asked[0].Headers.Authorization?.ToString());
        Assert.All(asked, request => Assert.Equal("http://prometheus.test/api/v1/query_range", request.RequestUri?.AbsoluteUri));
    }

    [Fact]
    public async Task Run_OnATooShortRange_SaysSo()
    {
        using var client = new PrometheusClient(new PrometheusOptions(new Uri("http://prometheus.test")));

        var failure = await Assert.ThrowsAsync<CalibrationException>(() =>
            Calibrator.RunAsync(client, Shop.Services, From, From.AddMinutes(5), CancellationToken.None)
        );

        Assert.Contains("shorter than 10 minutes", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OnAbsurdNumbersAndTimes_DropsThem()
    {
        var from = From.ToUnixTimeSeconds();
        var samples = string.Join(",", Enumerable.Range(0, 20).Select(i => $"[{from + i * 120}, \"{i + 1}\"]"));
        var absurd = $"[{from + 2520}, \"1e300\"], [{from + 2640}, \"NaN\"], [1e300, \"1\"], [0, \"1\"], [{from + 86400}, \"1\"]";
        var body = $$$"""{"status": "success", "data": {"result": [{"values": [{{{samples}}}, {{{absurd}}}]}]}}""";

        var result = await Run(_ => Answer(200, body));

        Assert.All(result.Loads, load => Assert.Equal(20, load.Rate.Count));
        Assert.All(result.Loads, load => Assert.Equal(20, load.Rate.Max(point => point.PerSecond)));
        Assert.NotEmpty(result.Loads);
        Assert.NotEmpty(ScenarioWriter.Write(result));
    }

    private static async Task<CalibrationResult> Run(
        Func<HttpRequestMessage, HttpResponseMessage> answer,
        CancellationToken cancellation = default
    )
    {
        using var handler = new Server(answer);
        using var client = new PrometheusClient(new PrometheusOptions(new Uri("http://prometheus.test")) { Token = "secret" }, handler);
        return await Calibrator.RunAsync(client, Shop.Services, From, From.AddHours(1), cancellation);
    }

    private static HttpResponseMessage Answer(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(answer(request));
        }
    }
}
