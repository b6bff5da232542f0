using System.Globalization;
using System.Text;
using Infra.Rehearsal.Calibration;
using Infra.Rehearsal.Calibration.Prometheus;

namespace Rehearsal.Tests.Calibration;

/// <summary>The calibration from a real Prometheus with the series that the stack's monitoring records.</summary>
public sealed class RealPrometheusTests
{
    private const int Interval = 30;
    private const int End = 7200;

    private static readonly DateTimeOffset From = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [PrometheusFact]
    public async Task Run_OnRecordingsOfTheStacksMonitoring_FindsTheNumbers()
    {
        using var prometheus = await RealPrometheus.StartAsync(Samples());
        using var client = new PrometheusClient(new PrometheusOptions(prometheus.Address));

        var result = await Calibrator.RunAsync(client, Shop.Services, From, From.AddSeconds(End), CancellationToken.None);

        var gateway = result.Services[0];
        AssertClose(Shop.GatewayCpu, gateway.Cpu, 0.05);
        AssertClose(Shop.IdleCpu, gateway.IdleCpu, 0.2);
        AssertClose(Shop.GatewayLatency, gateway.Latency, 0.1);
        AssertClose(Shop.IdleMemory, gateway.IdleMemory, 0.05);
        AssertClose(12, gateway.StartUp, 0.001);
        AssertClose(Shop.CallsOfCatalog, gateway.Calls["catalog"], 0.02);
        AssertClose(Shop.CatalogCpu, result.Services[1].Cpu, 0.05);
        var load = Assert.Single(result.Loads);
        Assert.Equal(("gateway", "haproxy_backend_http_requests_total"), (load.Service, load.Source));
        Assert.InRange(load.Rate.Max(point => point.PerSecond), 95, 101);
        Assert.Equal(Confidence.High, gateway.Cpu!.Confidence);
        Assert.Contains(result.Gaps, gap => gap.StartsWith("catalog: no start of a pod was recorded", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Gaps, gap => gap.StartsWith("gateway", StringComparison.Ordinal));
    }

    private static void AssertClose(double expected, Estimate? found, double part)
    {
        Assert.NotNull(found);
        Assert.InRange(found.Value, expected * (1 - part), expected * (1 + part));
    }

    // The gateway has HAProxy in front and no metrics of its own; the catalog has metrics of its own. A pod of another service whose name
    // begins with the gateway's must not be counted.
    private static string Samples()
    {
        var text = new StringBuilder();
        Counter("haproxy_backend_http_requests", "job=\"haproxy\",proxy=\"gateway\"", Shop.Rate);
        Gauge("haproxy_backend_total_time_average_seconds", "job=\"haproxy\",proxy=\"gateway\"", _ => Shop.GatewayTime);
        text.Append("# TYPE http_requests counter\n");
        Accumulate("http_requests_total", "job=\"service/catalog\",code=\"200\"", at => Shop.CallsOfCatalog * Shop.Rate(at), 0);
        text.Append("# TYPE http_request_duration_seconds histogram\n");
        Accumulate("http_request_duration_seconds_count", "job=\"service/catalog\"", at => Shop.CallsOfCatalog * Shop.Rate(at), 0);
        Accumulate(
            "http_request_duration_seconds_sum",
            "job=\"service/catalog\"",
            at => Shop.CallsOfCatalog * Shop.Rate(at) * Shop.CatalogTime,
            0
        );
        text.Append("# TYPE container_cpu_usage_seconds counter\n");
        for (var pod = 0; pod < 3; pod++)
        {
            Accumulate("container_cpu_usage_seconds_total", Pod("gateway", pod), at => Shop.Cpu(at) / Shop.Pods(at), pod < 2 ? 0 : 3600);
        }

        Accumulate("container_cpu_usage_seconds_total", Pod("gateway-admin", 0), _ => 5, 0);
        Accumulate(
            "container_cpu_usage_seconds_total",
            Pod("catalog", 0),
            at => Shop.CallsOfCatalog * Shop.Rate(at) * Shop.CatalogCpu + Shop.IdleCpu,
            0
        );
        text.Append("# TYPE container_memory_working_set_bytes gauge\n");
        for (var pod = 0; pod < 3; pod++)
        {
            Values("container_memory_working_set_bytes", Pod("gateway", pod), at => Shop.Memory(at) / Shop.Pods(at), pod < 2 ? 0 : 3600);
        }

        Values("container_memory_working_set_bytes", Pod("catalog", 0), _ => Shop.IdleMemory, 0);
        Gauge("kube_pod_status_ready_time", $"namespace=\"shop-prod\",pod=\"{PodName("gateway", 0)}\"", _ => From.ToUnixTimeSeconds() - 88);
        Gauge("kube_pod_container_state_started", $"namespace=\"shop-prod\",pod=\"{PodName("gateway", 0)}\",container=\"gateway\"", _ =>
            From.ToUnixTimeSeconds() - 100
        );
        return text.Append("# EOF\n").ToString();

        void Counter(string name, string labels, Func<double, double> rate)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} counter\n");
            Accumulate($"{name}_total", labels, rate, 0);
        }

        void Gauge(string name, string labels, Func<double, double> value)
        {
            text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} gauge\n");
            Values(name, labels, value, 0);
        }

        void Accumulate(string name, string labels, Func<double, double> rate, int start)
        {
            var sum = 0.0;
            Values(name, labels, at => sum += rate(at) * Interval, start);
        }

        void Values(string name, string labels, Func<double, double> value, int start)
        {
            for (var at = start; at <= End; at += Interval)
            {
                text.Append(CultureInfo.InvariantCulture, $"{name}{{{labels}}} {value(at)} {From.ToUnixTimeSeconds() + at}\n");
            }
        }
    }

    private static string Pod(string service, int number) =>
        $"namespace=\"shop-prod\",pod=\"{PodName(service, number)}\",container=\"{service}\",image=\"shop/{service}:1\"";

    private static string PodName(string service, int number) => $"{service}-7d9f8b6c5-abcd{number}";
}
