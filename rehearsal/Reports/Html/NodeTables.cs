using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>What stands where, and the nodes, as tables.</summary>
internal static class NodeTables
{
    /// <summary>How many pods of each service each zone has, from the fewest to the most while it has nodes.</summary>
    public static HtmlText WriteStandings(RehearsalResult result, TimeAxis axis)
    {
        var zones = result.Nodes.GroupBy(node => node.Zone ?? "").OrderBy(zone => zone.Key, StringComparer.Ordinal).ToList();
        var counts = zones.Select(zone => CountPods(zone, axis)).ToList();
        var services = result
            .Services.Select(service => service.Service)
            .Where(service => counts.Exists(zone => zone.ContainsKey(service)))
            .Concat(counts.Exists(zone => zone.ContainsKey("")) ? [""] : []);

        var html = new HtmlText();
        html.Write($"<details class=\"values\"><summary>Pods of each service by zone</summary><div class=\"wide\"><table>");
        html.Write($"<thead><tr><th scope=\"col\" class=\"text\">service</th>");
        foreach (var zone in zones)
        {
            html.Write($"<th scope=\"col\">{(zone.Key.Length == 0 ? "no zone" : $"zone {zone.Key}")}</th>");
        }

        html.Write($"</tr></thead><tbody>\n");
        foreach (var service in services)
        {
            html.Write($"<tr><th scope=\"row\" class=\"text\">{(service.Length == 0 ? "pods of no service" : service)}</th>");
            foreach (var zone in counts)
            {
                html.Write($"<td>{(zone.TryGetValue(service, out var range) ? Figures.Range(range.Fewest, range.Most) : "0")}</td>");
            }

            html.Write($"</tr>\n");
        }

        return html.Write($"</tbody></table></div></details>\n");
    }

    /// <summary>The nodes: when each exists, and how full it is at most.</summary>
    public static HtmlText WriteNodes(RehearsalResult result)
    {
        var html = new HtmlText();
        html.Write($"<details class=\"values\"><summary>Nodes as a table</summary><div class=\"wide\"><table><thead><tr>");
        html.Write(
            $"<th scope=\"col\" class=\"text\">node</th><th scope=\"col\">pool</th><th scope=\"col\">zone</th><th scope=\"col\">from</th>"
        );
        html.Write($"<th scope=\"col\">until</th><th scope=\"col\">cores</th><th scope=\"col\">requested</th><th scope=\"col\">used</th>");
        html.Write($"<th scope=\"col\">memory</th><th scope=\"col\">requested</th><th scope=\"col\">pods</th></tr></thead><tbody>\n");
        foreach (var node in result.Nodes.Where(node => node.Samples.Count > 0))
        {
            var samples = node.Samples;
            html.Write($"<tr><th scope=\"row\" class=\"text\">{node.Node}</th><td>{node.Pool}</td><td>{node.Zone ?? Figures.None}</td>");
            html.Write($"<td>{Figures.At(samples[0].At)}</td><td>{Figures.At(samples[^1].At)}</td><td>{Figures.Number(node.Cores)}</td>");
            html.Write($"<td>{Part(samples.Max(sample => sample.CpuRequested), node.Cores)}</td>");
            html.Write($"<td>{Part(samples.Max(sample => sample.CpuUsed), node.Cores)}</td><td>{Figures.Bytes(node.Memory)}</td>");
            html.Write($"<td>{Part(samples.Max(sample => sample.MemoryRequested), node.Memory)}</td>");
            html.Write($"<td>{samples.Max(sample => sample.Pods.Values.Sum())}</td></tr>\n");
        }

        return html.Write($"</tbody></table></div></details>\n");
    }

    private static string Part(double part, double whole) => Figures.Percent(whole > 0 ? part / whole : double.NaN);

    private static Dictionary<string, (int Fewest, int Most)> CountPods(IEnumerable<NodeTimeline> zone, TimeAxis axis)
    {
        var columns = new Dictionary<string, int>?[axis.Columns];
        foreach (var node in zone)
        {
            var last = new NodeSample?[axis.Columns];
            foreach (var sample in node.Samples)
            {
                last[axis.Find(sample.At)] = sample;
            }

            for (var column = 0; column < last.Length; column++)
            {
                foreach (var (service, pods) in last[column]?.Pods ?? new Dictionary<string, int>())
                {
                    var counts = columns[column] ??= new(StringComparer.Ordinal);
                    counts[service] = counts.GetValueOrDefault(service) + pods;
                }
            }
        }

        var known = columns.OfType<Dictionary<string, int>>().ToList();
        return known
            .SelectMany(counts => counts.Keys)
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(
                service => service,
                service => (known.Min(counts => counts.GetValueOrDefault(service)), known.Max(counts => counts.GetValueOrDefault(service))),
                StringComparer.Ordinal
            );
    }
}
