using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes.Probes;

/// <summary>A probe of a container's spec.</summary>
internal sealed class ContainerProbe
{
    private const int DefaultPeriod = 10;

    private readonly JsonObject _spec;
    private readonly JsonObject _container;

    private ContainerProbe(ProbeType type, JsonObject spec, JsonObject container)
    {
        (Type, _spec, _container) = (type, spec, container);
        InitialDelay = TimeSpan.FromSeconds(spec.Number("initialDelaySeconds") ?? 0);
        Period = TimeSpan.FromSeconds(Positive("periodSeconds", DefaultPeriod));
        Timeout = TimeSpan.FromSeconds(Positive("timeoutSeconds", 1));
        SuccessThreshold = (int)Positive("successThreshold", 1);
        FailureThreshold = (int)Positive("failureThreshold", 3);
        GracePeriod = spec.Number("terminationGracePeriodSeconds") is { } grace ? LongSeconds.ToTimeSpan(grace) : null;
    }

    /// <summary>What it decides.</summary>
    public ProbeType Type { get; }

    /// <summary>From the container's start to the first probe.</summary>
    public TimeSpan InitialDelay { get; }

    /// <summary>Between two probes.</summary>
    public TimeSpan Period { get; }

    /// <summary>The longest time to wait for an answer.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The number of successes in a row after which it passes.</summary>
    public int SuccessThreshold { get; }

    /// <summary>The number of failures in a row after which it fails.</summary>
    public int FailureThreshold { get; }

    /// <summary>The grace period of the container when the probe has failed; null for the pod's.</summary>
    public TimeSpan? GracePeriod { get; }

    /// <summary>Reads a probe of a container; null if it has none of the type.</summary>
    public static ContainerProbe? FromContainer(JsonObject container, ProbeType type) =>
        container.Map(
            type switch
            {
                ProbeType.Startup => "startupProbe",
                ProbeType.Readiness => "readinessProbe",
                _ => "livenessProbe",
            }
        )
            is { } spec
            ? new ContainerProbe(type, spec, container)
            : null;

    /// <summary>Whether an answer is a success.</summary>
    public bool Passes(ProbeAnswer answer) => answer.Outcome == ProbeOutcome.Ok && answer.Latency <= Timeout;

    /// <summary>The message of the event of a failed probe.</summary>
    /// <param name="answer">The answer that is not a success.</param>
    /// <param name="podIP">The pod's address.</param>
    public string DescribeFailure(ProbeAnswer answer, string podIP)
    {
        var isLate = answer.Latency > Timeout;
        return $"{Type} probe failed: "
            + (
                _spec.Map("httpGet") is { } http ? DescribeHttp(answer, isLate, http, podIP)
                : _spec.Map("tcpSocket") is { } tcp
                    ? $"dial tcp {tcp.Text("host") ?? podIP}:{GetPort(tcp)}: {(isLate ? "i/o timeout" : "connect: connection refused")}"
                : _spec.Map("grpc") is { } grpc ? DescribeGrpc(answer, isLate, $"{podIP}:{GetPort(grpc)}")
                : isLate ? $"command \"{string.Join(' ', _spec.Array("exec", "command") ?? [])}\" timed out"
                : ""
            );
    }

    private string DescribeHttp(ProbeAnswer answer, bool isLate, JsonObject http, string podIP)
    {
        var target = HttpTarget.Read(http, _container, podIP);
        return answer.Outcome switch
        {
            ProbeOutcome.Refuse => target.DescribeRefusal(),
            _ when isLate => $"Get \"{target.Url}\": context deadline exceeded (Client.Timeout exceeded while awaiting headers)",
            _ => $"HTTP probe failed with statuscode: {(answer.StatusCode == 0 ? 500 : answer.StatusCode)}",
        };
    }

    private string DescribeGrpc(ProbeAnswer answer, bool isLate, string address) =>
        isLate ? $"timeout: health rpc did not complete within {GoDuration.Format(Timeout)}"
        : answer.Outcome == ProbeOutcome.Refuse
            ? $"timeout: failed to connect service \"{address}\" within {GoDuration.Format(Timeout)}: context deadline exceeded"
        : "service unhealthy (responded with \"NOT_SERVING\")";

    private string GetPort(JsonObject handler) => HttpTarget.GetPort(handler, _container);

    private long Positive(string field, int fallback) => _spec.Number(field) is { } value and > 0 ? value : fallback;
}
