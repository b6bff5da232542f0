using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Reports.Html;

/// <summary>The parts of the page without plots: the verdict, the expectations, the cost and the assumptions.</summary>
internal static class SummarySections
{
    private static readonly (AssumptionOrigin Origin, string Name)[] Origins =
    [
        (AssumptionOrigin.Default, "default"),
        (AssumptionOrigin.Measured, "measured"),
        (AssumptionOrigin.Declared, "declared"),
    ];

    public static HtmlText WriteVerdict(RehearsalResult result)
    {
        var verdict = Verdict.Of(result);
        var html = new HtmlText();
        html.Write($"<header class=\"{Class(verdict.Outcome)}\"><h1>{Mark(verdict.Outcome)} {verdict.Text}</h1>\n");
        html.Write($"<p>{Figures.Duration(result.Duration)} of virtual time, {Figures.Count(result.Services.Count, "service")}, ");
        html.Write($"{Figures.Count(result.Nodes.Count, "node")}, seed {$"{result.Seed}"}</p></header>\n");
        return html;
    }

    public static HtmlText WriteExpectations(RehearsalResult result)
    {
        var html = new HtmlText();
        if (result.Expectations.Count == 0)
        {
            return html;
        }

        html.Write($"<section aria-labelledby=\"expectations\"><h2 id=\"expectations\">Expectations</h2>\n<ul class=\"expectations\">\n");
        foreach (var expectation in ExpectationText.InOrder(result.Expectations))
        {
            html.Write(
                $"<li class=\"{Class(expectation.Outcome)}\"><span class=\"sign\" aria-hidden=\"true\">{Mark(expectation.Outcome)}</span>"
            );
            html.Write($"<span><span class=\"unseen\">{Word(expectation.Outcome)}: </span><b>{ExpectationText.Title(expectation)}</b> ");
            html.Write($"{ExpectationText.Comparison(expectation) + ExpectationText.Explanation(expectation)} ");
            html.Write($"<small>{expectation.Source}</small></span></li>\n");
        }

        html.Write($"</ul></section>\n");
        return html;
    }

    public static HtmlText WriteSuggestions(RehearsalResult result)
    {
        var html = new HtmlText();
        if (result.Suggestions.Count == 0)
        {
            return html;
        }

        html.Write($"<section aria-labelledby=\"change\"><h2 id=\"change\">What to change</h2>\n<ul>\n");
        foreach (var suggestion in result.Suggestions)
        {
            html.Write($"<li>{suggestion}</li>\n");
        }

        return html.Write($"</ul></section>\n");
    }

    public static HtmlText WriteCost(RehearsalResult result)
    {
        var html = new HtmlText();
        if (result.Cost is not { } cost)
        {
            return html;
        }

        html.Write(
            $"<section aria-labelledby=\"cost\"><h2 id=\"cost\">Cost</h2>\n<p><b>{Figures.Money(cost.PerMonth)}</b> a month of such days, "
        );
        html.Write(
            $"{Figures.Money(cost.PerDay)} a day, {Figures.Money(cost.Whole)} in the rehearsal, in the currency of the prices.</p>\n"
        );
        html.Write(
            $"<table><thead><tr><th scope=\"col\" class=\"text\">pool</th><th scope=\"col\">in the rehearsal</th></tr></thead><tbody>"
        );
        foreach (var (pool, amount) in cost.Pools.OrderBy(pool => pool.Key, StringComparer.Ordinal))
        {
            html.Write($"<tr><th scope=\"row\" class=\"text\">{pool}</th><td>{Figures.Money(amount)}</td></tr>");
        }

        return html.Write($"</tbody></table></section>\n");
    }

    public static HtmlText WriteAssumptions(RehearsalResult result)
    {
        var html = new HtmlText();
        if (result.Assumptions.Count == 0)
        {
            return html;
        }

        html.Write(
            $"<section aria-labelledby=\"assumptions\"><h2 id=\"assumptions\">What it is based on</h2>\n<div class=\"wide\"><table><thead><tr>"
        );
        html.Write($"<th scope=\"col\" class=\"text\">setting</th><th scope=\"col\">value</th><th scope=\"col\" class=\"text\">of</th>");
        html.Write($"<th scope=\"col\" class=\"text\">from</th></tr></thead><tbody>\n");
        foreach (var (origin, name) in Origins)
        {
            foreach (var group in AssumptionGroup.Of(result, origin))
            {
                html.Write($"<tr class=\"{name}\"><th scope=\"row\" class=\"text\">{group.Name}</th><td>{group.Value}</td>");
                html.Write(
                    $"<td class=\"text\">{string.Join(", ", group.Subjects)}</td><td class=\"text\">{name}: {group.Place}</td></tr>\n"
                );
            }
        }

        return html.Write($"</tbody></table></div></section>\n");
    }

    private static string Class(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "holds",
            ExpectationOutcome.Failed => "fails",
            _ => "unknown",
        };

    private static string Mark(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "✓",
            ExpectationOutcome.Failed => "✗",
            _ => "?",
        };

    private static string Word(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "Holds",
            ExpectationOutcome.Failed => "Fails",
            _ => "Not known",
        };
}
