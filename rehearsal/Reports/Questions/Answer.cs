using Infra.Rehearsal.Reports.Html;
using Infra.Rehearsal.Reports.Text;
using Infra.Rehearsal.Results;
using Infra.Reports;

namespace Infra.Rehearsal.Reports.Questions;

/// <summary>The answer to a question for people, in the order in which it is read; its writers give it a form.</summary>
/// <param name="Title">What was asked, in a few words.</param>
/// <param name="Outcome">Whether it is good news.</param>
/// <param name="Sentence">The answer in a sentence.</param>
internal sealed record Answer(string Title, ExpectationOutcome Outcome, string Sentence)
{
    /// <summary>What follows from the sentence, before all figures.</summary>
    public IReadOnlyList<IReadOnlyList<StyledText>> Findings { get; init; } = [];

    /// <summary>The figures.</summary>
    public IReadOnlyList<AnswerSection> Sections { get; init; } = [];

    /// <summary>The sign before the sentence.</summary>
    public string Mark => MarkOf(Outcome);

    /// <summary>The sign of an outcome.</summary>
    public static string MarkOf(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => "✓",
            ExpectationOutcome.Failed => "✗",
            _ => "?",
        };

    /// <summary>The style of an outcome.</summary>
    public static TextStyle StyleOf(ExpectationOutcome outcome) =>
        outcome switch
        {
            ExpectationOutcome.Held => TextStyle.Good,
            ExpectationOutcome.Failed => TextStyle.Bad,
            _ => TextStyle.Doubtful,
        };

    /// <summary>An expectation that failed and why, as a finding.</summary>
    public static IReadOnlyList<StyledText> Describe(ExpectationResult failure) =>
        [
            new StyledText("✗ ", TextStyle.Bad),
            new StyledText($"{ExpectationText.Title(failure)} "),
            new StyledText(ExpectationText.Comparison(failure), TextStyle.Bad),
            new StyledText(ExpectationText.Explanation(failure)),
            new StyledText($" ({SafeText.Line(failure.Source)})", TextStyle.Faint),
        ];
}

/// <summary>A part of an answer.</summary>
/// <param name="Heading">What it shows.</param>
internal sealed record AnswerSection(string Heading)
{
    /// <summary>The headings of its table.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The rows of its table, each with a cell for each heading.</summary>
    public IReadOnlyList<IReadOnlyList<StyledText>> Rows { get; init; } = [];

    /// <summary>Its plots.</summary>
    public IReadOnlyList<BarPlot> Plots { get; init; } = [];

    /// <summary>Text that is to be copied as it is; null for none.</summary>
    public string? Code { get; init; }
}

/// <summary>A plot with a bar for each of several values.</summary>
/// <param name="Title">What is shown.</param>
/// <param name="Unit">What the values are.</param>
/// <param name="Bars">The bars: what each is for, its length, and whether all is well there.</param>
internal sealed record BarPlot(string Title, PlotUnit Unit, IReadOnlyList<(string Label, double? Value, ExpectationOutcome Outcome)> Bars)
{
    private Plot Scale { get; } =
        new(Title, Unit, new PlotSeries(Title, [.. Bars.Select(bar => bar.Value is { } value ? (value, value) : ((double, double)?)null)]));

    /// <summary>The upper end: a round number that no value exceeds.</summary>
    public double Top => Scale.Top;

    /// <summary>Whether the values differ as they are shown.</summary>
    public bool Varies => Bars.Select(bar => Format(bar.Value)).Distinct().Skip(1).Any();

    /// <summary>A value with its unit.</summary>
    public string Format(double? value) => Scale.Format(value);
}
