using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Infra.Simulator.Api.Access;
using Infra.Simulator.Schema;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Counts the requests of the API server, and measures how long they take.</summary>
internal sealed class RequestMetrics(TimeProvider time, ResourceCatalog catalog)
{
    private const string SliDuration = "apiserver_request_sli_duration_seconds";

    /// <summary>The upper bounds of durations in seconds.</summary>
    private static readonly double[] Bounds = [.05, .1, .2, .4, .6, .8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60];

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal) { "get", "head", "post", "put", "patch", "delete" };

    private readonly ConcurrentDictionary<Series, Counts> _series = new();
    private long _reading;
    private long _writing;

    /// <summary>Counts a request while it is handled.</summary>
    /// <returns>The time stamp to end it with.</returns>
    public long Begin(HttpRequest request)
    {
        Interlocked.Increment(ref InFlight(request));
        return time.GetTimestamp();
    }

    /// <summary>Counts a request that has been answered.</summary>
    public void End(HttpContext context, long started)
    {
        Interlocked.Decrement(ref InFlight(context.Request));
        var series = Describe(context);
        _series.GetOrAdd(series, _ => new Counts()).Add(time.GetElapsedTime(started).TotalSeconds);
    }

    /// <summary>Writes the metrics in Prometheus' text format.</summary>
    public void Write(StringBuilder text)
    {
        var all = _series.OrderBy(one => one.Key.ToString(), StringComparer.Ordinal).ToList();
        MetricsEndpoint.Describe(text, "apiserver_request_total", "counter", "Requests by verb, resource and status.");
        foreach (var (series, counts) in all)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"apiserver_request_total{{{series.Labels},code=\"{series.Code}\",dry_run=\"{series.DryRun}\"}} {counts.Total}\n"
            );
        }

        MetricsEndpoint.Describe(text, SliDuration, "histogram", "Time that requests take, watches and connections left out.");
        foreach (var group in all.Where(one => one.Key.Verb is not ("WATCH" or "CONNECT")).GroupBy(one => one.Key.Labels))
        {
            WriteHistogram(text, group.Key, [.. group.Select(one => one.Value)]);
        }

        MetricsEndpoint.Describe(text, "apiserver_current_inflight_requests", "gauge", "Requests that are being handled.");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"mutating\"}} {_writing}\n");
        text.Append(CultureInfo.InvariantCulture, $"apiserver_current_inflight_requests{{request_kind=\"readOnly\"}} {_reading}\n");
    }

    private static void WriteHistogram(StringBuilder text, string labels, IReadOnlyList<Counts> counts)
    {
        var total = 0L;
        for (var i = 0; i < Bounds.Length; i++)
        {
            total += counts.Sum(one => one.GetBucket(i));
            text.Append(CultureInfo.InvariantCulture, $"{SliDuration}_bucket{{{labels},le=\"{Bounds[i]}\"}} {total}\n");
        }

        total += counts.Sum(one => one.GetBucket(Bounds.Length));
        text.Append(CultureInfo.InvariantCulture, $"{SliDuration}_bucket{{{labels},le=\"+Inf\"}} {total}\n");
        text.Append(CultureInfo.InvariantCulture, $"{SliDuration}_sum{{{labels}}} {counts.Sum(one => one.Seconds)}\n");
        text.Append(CultureInfo.InvariantCulture, $"{SliDuration}_count{{{labels}}} {total}\n");
    }

    /// <summary>Clients choose paths: those of no resource make no series of their own.</summary>
    private Series Describe(HttpContext context)
    {
        var code = context.Response.StatusCode;
        var request = context.Request.ReadAttributes(UserInfo.Anonymous);
        var version = request.Group.Length == 0 ? "v1" : request.Path.Split('/', 5)[3];
        if (!request.IsResource || !catalog.TryFind(request.Group, version, request.Resource, out var kind))
        {
            return new Series(Methods.Contains(request.Verb) ? request.Verb.ToUpperInvariant() : "", "", "", "", "", "", code, "");
        }

        var verb = request.Verb switch
        {
            _ when request.Subresource is "proxy" or "exec" or "attach" or "portforward" => "CONNECT",
            "create" => "POST",
            "update" => "PUT",
            "patch" when context.Request.ContentType?.StartsWith("application/apply-patch", StringComparison.Ordinal) == true => "APPLY",
            var other => other.ToUpperInvariant(),
        };
        var scope =
            request.Name.Length > 0 ? "resource"
            : request.Namespace.Length > 0 ? "namespace"
            : "cluster";
        return new Series(
            verb,
            request.Group,
            version,
            request.Resource,
            kind.HasSubresource(request.Subresource) ? request.Subresource : "",
            scope,
            code,
            context.Request.Query.ContainsKey("dryRun") ? "All" : ""
        );
    }

    private ref long InFlight(HttpRequest request) =>
        ref HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) ? ref _reading : ref _writing;

    private readonly record struct Series(
        string Verb,
        string Group,
        string Version,
        string Resource,
        string Subresource,
        string Scope,
        int Code,
        string DryRun
    )
    {
        public string Labels =>
            $"component=\"apiserver\",group=\"{Group}\",resource=\"{Resource}\",scope=\"{Scope}\",subresource=\"{Subresource}\","
            + $"verb=\"{Verb}\",version=\"{Version}\"";
    }

    private sealed class Counts
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = new long[Bounds.Length + 1];

        public long Total { get; private set; }

        public double Seconds { get; private set; }

        public void Add(double seconds)
        {
            var bucket = Array.FindIndex(Bounds, bound => seconds <= bound);
            lock (_gate)
            {
                Total++;
                Seconds += seconds;
                _buckets[bucket < 0 ? Bounds.Length : bucket]++;
            }
        }

        public long GetBucket(int index) => Interlocked.Read(ref _buckets[index]);
    }
}
