using System.Text.Json;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Json;

/// <summary>
/// The samples of services and nodes in JSON: an array for each quantity, all of one length, which is a fifth of the size of an object for
/// each sample.
/// </summary>
internal static class JsonTimelines
{
    public static void WriteService(Utf8JsonWriter json, ServiceTimeline timeline)
    {
        var (samples, latency) = (timeline.Samples, timeline.Latency);
        json.WriteStartObject();
        json.WriteString("service", timeline.Service);
        json.WriteStartObject("latency");
        JsonReport.WriteNumber(json, "requests", latency.Count);
        JsonReport.WriteNumber(json, "mean", latency.Count > 0 ? latency.Mean.TotalSeconds : null);
        foreach (var percentile in (double[])[50, 95, 99, 99.9])
        {
            JsonReport.WriteNumber(json, FormattableString.Invariant($"p{percentile}"), latency.Quantile(percentile / 100)?.TotalSeconds);
        }

        json.WriteEndObject();
        json.WriteStartObject("samples");
        JsonReport.WriteArray(json, "at", samples, static (json, sample) => JsonReport.WriteTime(json, sample.At));
        WriteNumbers(json, "begun", samples, sample => sample.Begun);
        WriteNumbers(json, "attempts", samples, sample => sample.Attempts);
        WriteNumbers(json, "succeeded", samples, sample => sample.Succeeded);
        WriteNumbers(json, "failed", samples, sample => sample.Failed);
        WriteNumbers(json, "waiting", samples, sample => sample.Waiting);
        WriteNumbers(json, "desired", samples, sample => sample.Desired);
        WriteNumbers(json, "pods", samples, sample => sample.Pods);
        WriteNumbers(json, "ready", samples, sample => sample.Ready);
        WriteNumbers(json, "cpu", samples, sample => sample.Cpu);
        WriteNumbers(json, "cpuRequested", samples, sample => sample.CpuRequested);
        WriteNumbers(json, "memory", samples, sample => sample.Memory);
        WriteNumbers(json, "latency50", samples, sample => sample.Latency50?.TotalSeconds);
        WriteNumbers(json, "latency95", samples, sample => sample.Latency95?.TotalSeconds);
        WriteNumbers(json, "latency99", samples, sample => sample.Latency99?.TotalSeconds);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    public static void WriteNode(Utf8JsonWriter json, NodeTimeline timeline)
    {
        var samples = timeline.Samples;
        json.WriteStartObject();
        json.WriteString("node", timeline.Node);
        json.WriteString("pool", timeline.Pool);
        json.WriteString("zone", timeline.Zone);
        JsonReport.WriteNumber(json, "cores", timeline.Cores);
        JsonReport.WriteNumber(json, "memory", timeline.Memory);
        json.WriteStartObject("samples");
        JsonReport.WriteArray(json, "at", samples, static (json, sample) => JsonReport.WriteTime(json, sample.At));
        JsonReport.WriteArray(json, "ready", samples, static (json, sample) => json.WriteBooleanValue(sample.IsReady));
        WriteNumbers(json, "cpuRequested", samples, sample => sample.CpuRequested);
        WriteNumbers(json, "cpuUsed", samples, sample => sample.CpuUsed);
        WriteNumbers(json, "memoryRequested", samples, sample => sample.MemoryRequested);
        JsonReport.WriteArray(json, "pods", samples, WritePods);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePods(Utf8JsonWriter json, NodeSample sample)
    {
        json.WriteStartObject();
        foreach (var (service, count) in sample.Pods.OrderBy(pods => pods.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(service, count);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers<T>(Utf8JsonWriter json, string name, IReadOnlyList<T> samples, Func<T, double?> number)
    {
        json.WriteStartArray(name);
        foreach (var sample in samples)
        {
            JsonReport.WriteNumber(json, number(sample));
        }

        json.WriteEndArray();
    }
}
