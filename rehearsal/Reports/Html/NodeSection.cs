using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>The nodes by zone: when each exists, how full it is and what stands on it.</summary>
internal sealed class NodeSection(RehearsalResult result, TimeAxis axis, PlotData data)
{
    private const int Levels = 5;
    private const int MaxNamed = 12;
    private const string NoService = "others";

    public HtmlText Write()
    {
        var html = new HtmlText();
        if (result.Nodes.Count == 0)
        {
            return html;
        }

        html.Write($"<section aria-labelledby=\"nodes\"><h2 id=\"nodes\">Nodes and zones</h2>\n");
        html.Write($"<p class=\"legend\">CPU that pods request, of what the node has: ");
        for (var level = 0; level < Levels; level++)
        {
            html.Write($"<span class=\"swatch n{level}\">{level * 20}–{(level + 1) * 20} %</span> ");
        }

        html.Write($"<span class=\"swatch unready\">not ready</span></p>\n");
        var lanes = new Lanes(axis, data);
        Lanes.Start(html);
        foreach (var zone in result.Nodes.GroupBy(node => node.Zone).OrderBy(zone => zone.Key, StringComparer.Ordinal))
        {
            html.Write($"<h3>{(zone.Key is null ? "Without a zone" : $"Zone {zone.Key}")}: {Figures.Count(zone.Count(), "node")}</h3>\n");
            foreach (var node in zone)
            {
                WriteNode(html, lanes, node);
            }

            lanes.WriteAxis(html);
        }

        Lanes.End(html);

        html.Write($"{NodeTables.WriteStandings(result, axis)}{NodeTables.WriteNodes(result)}");
        return html.Write($"</section>\n");
    }

    private void WriteNode(HtmlText html, Lanes lanes, NodeTimeline node)
    {
        var columns = new (bool IsReady, double Requested, NodeSample Last)?[axis.Columns];
        foreach (var sample in node.Samples)
        {
            ref var column = ref columns[axis.Find(sample.At)];
            column = (
                sample.IsReady && column is not { IsReady: false },
                Math.Max(column?.Requested ?? 0, node.Cores > 0 ? sample.CpuRequested / node.Cores : 0),
                sample
            );
        }

        var name = $"{node.Node} ({node.Pool})";
        var texts = columns.Select(column =>
            column is { } known ? $"{name}: {Describe(known.IsReady, known.Requested, known.Last)}" : null
        );
        lanes.Draw(html, name, DescribeLife(node), Bars(columns), [.. texts]);
    }

    private IEnumerable<Lanes.Bar> Bars((bool IsReady, double Requested, NodeSample Last)?[] columns)
    {
        var start = 0;
        for (var column = 1; column <= columns.Length; column++)
        {
            if (column < columns.Length && Class(columns[column]) == Class(columns[start]))
            {
                continue;
            }

            if (Class(columns[start]) is { } name)
            {
                yield return new Lanes.Bar(axis.Left(start), axis.Left(column), name);
            }

            start = column;
        }
    }

    private static string? Class((bool IsReady, double Requested, NodeSample Last)? column) =>
        column is not { } known ? null
        : known.IsReady ? $"n{Math.Clamp((int)(known.Requested * Levels), 0, Levels - 1)}"
        : "unready";

    private static string Describe(bool isReady, double requested, NodeSample last)
    {
        var pods = last
            .Pods.Where(pods => pods.Value > 0)
            .OrderBy(pods => pods.Key.Length == 0)
            .ThenByDescending(pods => pods.Value)
            .ThenBy(pods => pods.Key, StringComparer.Ordinal)
            .ToList();
        var named = pods.Take(MaxNamed).Select(pods => $"{pods.Value} {(pods.Key.Length == 0 ? NoService : pods.Key)}");
        var rest = pods.Count > MaxNamed ? $" and {pods.Skip(MaxNamed).Sum(pods => pods.Value)} more pods" : "";
        return $"{(isReady ? "" : "not ready, ")}cpu requested {Figures.Percent(requested)}; "
            + (pods.Count == 0 ? "no pods" : string.Join(", ", named) + rest);
    }

    private static string DescribeLife(NodeTimeline node) =>
        node.Samples.Count == 0
            ? "It never existed."
            : $"It exists from {Figures.At(node.Samples[0].At)} to {Figures.At(node.Samples[^1].At)} with up to "
                + $"{node.Samples.Max(sample => sample.Pods.Values.Sum())} pods.";
}
