using System.Text;
using Infra.Rehearsal.Results;
using static Infra.Reports.MarkdownText;

namespace Infra.Rehearsal.Reports.Markdown;

/// <summary>A result for a comment on a pull request: the verdict first, then a table, the rest folded.</summary>
public static class MarkdownReport
{
    /// <summary>The most characters: hosts refuse comments of more than 65,536.</summary>
    public const int MaxLength = 60_000;

    private const string LeftOut = "\n_The rest is left out: the report is too long for a comment._\n";

    /// <summary>Writes the report. Parts that exceed <see cref="MaxLength"/> are left out, the last ones first.</summary>
    public static string Write(RehearsalResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        var verdict = Verdict.Of(result);
        var report = new StringBuilder();
        report.Append($"### {Mark(verdict.Outcome)} {Escape(verdict.Text)}\n");
        IEnumerable<string> parts =
        [
            .. WriteTable(
                ["", "expectation", "found", "when and why", "set at"],
                ExpectationText.InOrder(result.Expectations).Select(Describe)
            ),
            .. WriteList("\n**What to change**\n\n", result.Suggestions.Select(Escape)),
            .. Fold("Services", WriteServices(result)),
            .. Fold(
                "Nodes and cost",
                WriteList(
                    "",
                    [
                        .. PoolSummary.Of(result.Nodes).Select(Describe),
                        .. result.Cost is { } cost ? [Describe(cost)] : Array.Empty<string>(),
                    ]
                )
            ),
            .. Fold("What happened", WriteList("", result.Events.Select(Describe))),
            .. Fold("What it is based on", WriteAssumptions(result)),
        ];

        // A fold is a part of several lines that must not be cut in its middle: its end has a room of its own.
        var room = MaxLength - LeftOut.Length - FoldEnd.Length;
        var isOpen = false;
        foreach (var part in parts)
        {
            if (report.Length + part.Length > room)
            {
                return report.Append(isOpen ? FoldEnd : "").Append(LeftOut).ToString();
            }

            report.Append(part);
            isOpen = part.StartsWith(FoldStart, StringComparison.Ordinal) || (isOpen && part != FoldEnd);
        }

        return report.ToString();
    }

    private const string FoldStart = "\n<details><summary>";

    private const string FoldEnd = "\n</details>\n";

    private static IEnumerable<string> Fold(string title, IEnumerable<string> lines)
    {
        var content = lines.ToList();
        return content.Count == 0 ? [] : [$"{FoldStart}{title}</summary>\n", .. content, FoldEnd];
    }

    private static IEnumerable<string> WriteList(string heading, IEnumerable<string> entries)
    {
        var lines = entries.Select(entry => $"- {entry}\n").ToList();
        return lines.Count == 0 ? [] : [$"{heading}{(heading.Length == 0 ? "\n" : "")}{lines[0]}", .. lines.Skip(1)];
    }

    private static IEnumerable<string> WriteTable(string[] headings, IEnumerable<string[]> rows)
    {
        var lines = rows.Select(Line).ToList();
        return lines.Count == 0 ? [] : [$"\n{Line(headings)}{Line([.. headings.Select(_ => "---")])}{lines[0]}", .. lines.Skip(1)];

        static string Line(string[] cells) => $"| {string.Join(" | ", cells)} |\n";
    }

    private static string[] Describe(ExpectationResult expectation) =>
        [
            Mark(expectation.Outcome),
            Escape(ExpectationText.Title(expectation)),
            Escape(ExpectationText.Comparison(expectation)),
            Escape(ExpectationText.Explanation(expectation).TrimStart(' ', ':')),
            Escape(expectation.Source),
        ];

    private static string Mark(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "✅",
            ExpectationOutcome.Failed => "❌",
            _ => "❔",
        };

    private static IEnumerable<string> WriteServices(RehearsalResult result) =>
        WriteTable(
            ["service", "load", "ready pods", "cpu", "p99", "failed"],
            result
                .Services.Select(ServiceSummary.Of)
                .Where(service => service.HasLoad)
                .Select(service =>
                    (string[])
                        [
                            Escape(service.Service),
                            $"{Figures.Range(service.Rate.Lowest, service.Rate.Highest)} rps",
                            Figures.Range(service.Ready.Fewest, service.Ready.Most),
                            service.Cpu is { } cpu ? Figures.Percent(cpu) : Figures.None,
                            Figures.Duration(service.Latency99),
                            service.Failed is { } failed ? Figures.Percent(failed) : Figures.None,
                        ]
                )
        );

    private static string Describe(PoolSummary pool)
    {
        var (fewest, most) = pool.Ready.Count > 0 ? (pool.Ready.Min(), pool.Ready.Max()) : (0, 0);
        return $"{Escape(pool.Pool)}: {Figures.Range(fewest, most)} nodes ready, cpu requested up to {Figures.Percent(pool.Cpu)}, "
            + $"memory up to {Figures.Percent(pool.Memory)}";
    }

    private static string Describe(CostEstimate cost) =>
        $"cost: {Figures.Money(cost.PerMonth)} a month, {Figures.Money(cost.PerDay)} a day, {Figures.Money(cost.Whole)} in the rehearsal";

    private static string Describe(TimelineEvent happened) =>
        $"{Figures.At(happened.At)} {Escape(EventText.Of(happened))}{(happened.Until is { } until ? $" until {Figures.At(until)}" : "")}";

    private static IEnumerable<string> WriteAssumptions(RehearsalResult result) =>
        WriteTable(
            ["of", "setting", "value", "from"],
            new[]
            {
                (AssumptionOrigin.Default, "default"),
                (AssumptionOrigin.Measured, "measured"),
                (AssumptionOrigin.Declared, "declared"),
            }
                .SelectMany(pair => AssumptionGroup.Of(result, pair.Item1).Select(group => (Origin: pair.Item2, Group: group)))
                .Select(pair =>
                    (string[])
                        [
                            Escape(string.Join(", ", pair.Group.Subjects)),
                            Escape(pair.Group.Name),
                            Escape(pair.Group.Value),
                            $"{pair.Origin}: {Escape(pair.Group.Place)}",
                        ]
                )
        );
}
