using System.Globalization;
using System.Xml.Linq;
using Infra.Backend.Monitoring.Dashboards;

namespace Infra.Tests.Monitoring;

/// <summary>Draws a dashboard in Grafana's layout with made-up values.</summary>
internal static class DashboardPicture
{
    private const int Column = 40;
    private const int Line = 30;
    private const int Gap = 8;
    private const int Head = 56;
    private const int Samples = 48;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Colors = ["#0072B2", "#E69F00", "#009E73", "#CC79A7"];

    public static string Draw(Dashboard dashboard)
    {
        var body = new List<XElement>
        {
            Text(Gap, 26, "title", dashboard.Title),
            Text(Gap, 44, "hint", dashboard.Description + " Values are made up."),
        };
        var y = 0;
        foreach (var row in dashboard.Rows)
        {
            body.Add(Text(Gap, Head + (y * Line) + 20, "row", $"⌄ {row.Title}"));
            y++;
            foreach (var (panel, place) in Grid.Place(row, y))
            {
                body.AddRange(Panel(panel, place));
                y = Math.Max(y, place.Y + place.Height);
            }
        }

        var (width, height) = (24 * Column, Head + (y * Line) + Gap);
        return new XElement(
                Svg + "svg",
                new XAttribute("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}")),
                new XAttribute("role", "img"),
                new XElement(Svg + "title", dashboard.Title),
                new XElement(Svg + "style", Style),
                Box("page", 0, 0, width, height, 0),
                body
            )
                .ToString()
                .ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>Readable on light and on dark pages.</summary>
    private const string Style = """
        text { font-family: sans-serif; fill: #24292e; } .page { fill: #f4f5f5; } .panel { fill: #ffffff; stroke: #d0d3d6; }
        .title { font-size: 18px; font-weight: bold; } .hint { font-size: 11px; opacity: .7; } .row { font-size: 13px; font-weight: bold; }
        .name { font-size: 12px; } .legend { font-size: 10px; } .value { font-size: 22px; font-weight: bold; } .line { fill: none; stroke-width: 1.5; } .limit { stroke-dasharray: 4 3; } .rule { stroke: #d0d3d6; }
        @media (prefers-color-scheme: dark) { text { fill: #d8d9da; } .page { fill: #111217; } .panel { fill: #181b1f; stroke: #34383e; } .rule { stroke: #34383e; } }
        """;

    private static IEnumerable<XElement> Panel(Panel panel, GridPosition place)
    {
        var (x, y, width, height) = (
            (place.X * Column) + (Gap / 2),
            Head + (place.Y * Line),
            (place.Width * Column) - Gap,
            (place.Height * Line) - Gap
        );
        yield return Box("panel", x, y, width, height, 3);
        yield return Text(x + 8, y + 18, "name", panel.Title);
        foreach (
            var drawn in panel switch
            {
                StatPanel => Stat(panel, x, y, height),
                LinesPanel => Lines(panel, x, y, width, height),
                _ => Table(x, y, width, height),
            }
        )
        {
            yield return drawn;
        }
    }

    private static IEnumerable<XElement> Stat(Panel panel, int x, int y, int height)
    {
        // A value that is not bad: below the first limit, or above it where low values are bad.
        var value = panel.Limits switch
        {
            null => panel.Unit == Unit.Count ? 12 : 0.42,
            { } high when high.Critical >= high.Warning => high.Warning * 0.6,
            { } low => low.Warning * 3,
        };
        var color = Palette.Steps(panel.Limits).Last(step => step.From is not { } from || value >= from).Color;
        yield return Text(x + 8, y + (height / 2) + 16, "value", Format(value, panel.Unit), color);
    }

    private static IEnumerable<XElement> Lines(Panel panel, int x, int y, int width, int height)
    {
        var (left, top, right, bottom) = (x + 10, y + 30, x + width - 10, y + height - 26);
        if (panel.Limits is { } limits)
        {
            // Where low values are bad, the limits are below the line.
            var (warning, critical) = limits.Critical >= limits.Warning ? (0.35, 0.15) : (0.9, 0.98);
            foreach (var (at, limitColor) in new[] { (warning, Palette.Warning), (critical, Palette.Critical) })
            {
                var level = top + ((bottom - top) * at);
                yield return Stroke($"{Number(left)},{Number(level)} {Number(right)},{Number(level)}", limitColor, "line limit");
            }
        }

        for (var i = 0; i < panel.Targets.Length; i++)
        {
            var line = i;
            var color = Colors[i % Colors.Length];
            var points = Enumerable
                .Range(0, Samples)
                .Select(sample =>
                    (X: left + ((right - left) * sample / (double)(Samples - 1)), Y: bottom - ((bottom - top) * Wave(sample, line)))
                );
            yield return Stroke(string.Join(' ', points.Select(point => $"{Number(point.X)},{Number(point.Y)}")), color, "line");
            yield return Text(left + (i * 90), y + height - 8, "legend", Legend(panel.Targets[i].Legend), color);
        }
    }

    /// <summary>A made-up curve for each line, in shares of the panel's height.</summary>
    private static double Wave(int sample, int line) =>
        0.25 + (0.12 * line) + (0.1 * Math.Sin((sample / 6.0) + line)) + (0.04 * Math.Sin(sample * 1.7));

    private static IEnumerable<XElement> Table(int x, int y, int width, int height)
    {
        for (var line = y + 40; line < y + height - 10; line += 24)
        {
            yield return new XElement(
                Svg + "line",
                new XAttribute("class", "rule"),
                At("x1", x + 8),
                At("x2", x + width - 8),
                At("y1", line),
                At("y2", line)
            );
        }
    }

    private static string Legend(string legend) =>
        legend.Length == 0 ? "" : legend.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);

    private static string Format(double value, Unit unit) =>
        unit switch
        {
            Unit.Share => (value * 100).ToString("0.#", CultureInfo.InvariantCulture) + " %",
            Unit.Seconds => value < 1
                ? (value * 1000).ToString("0", CultureInfo.InvariantCulture) + " ms"
                : value.ToString("0.#", CultureInfo.InvariantCulture) + " s",
            Unit.RequestsPerSecond => (value * 100).ToString("0", CultureInfo.InvariantCulture) + " req/s",
            Unit.PerSecond => value.ToString("0.###", CultureInfo.InvariantCulture) + " /s",
            Unit.Count => Math.Floor(value).ToString(CultureInfo.InvariantCulture),
            _ => value.ToString("0.##", CultureInfo.InvariantCulture),
        };

    private static XElement Box(string kind, int x, int y, int width, int height, int radius) =>
        new(
            Svg + "rect",
            new XAttribute("class", kind),
            At("x", x),
            At("y", y),
            At("width", width),
            At("height", height),
            At("rx", radius)
        );

    private static XElement Text(int x, int y, string kind, string text, string? color = null) =>
        new(
            Svg + "text",
            new XAttribute("class", kind),
            At("x", x),
            At("y", y),
            color is null ? null : new XAttribute("style", $"fill: {color}"),
            text
        );

    private static XElement Stroke(string points, string color, string kind) =>
        new(Svg + "polyline", new XAttribute("class", kind), new XAttribute("points", points), new XAttribute("style", $"stroke: {color}"));

    private static XAttribute At(string name, double value) => new(name, Number(value));

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
