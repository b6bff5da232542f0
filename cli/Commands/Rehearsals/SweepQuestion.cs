using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Questions;
using Infra.Rehearsal.Results;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary><c>infra rehearse --sweep</c>: what changes with the value of a setting.</summary>
internal sealed class SweepQuestion : IQuestion
{
    private readonly Option<string[]> _setting = new("--sweep")
    {
        Description = "Rehearse with each of several values of a setting: PATH=FROM..TO, PATH=FROM..TO:STEP or PATH=A,B,C",
        HelpName = "PATH=VALUES",
        AllowMultipleArgumentsPerToken = false,
    };

    public string Name => _setting.Name;

    public void AddTo(Command command) => command.Options.Add(_setting);

    public bool IsAsked(ParseResult parsed) => parsed.GetResult(_setting) is not null;

    public async Task<ExitCode> AnswerAsync(QuestionContext context, CancellationToken cancellation)
    {
        context.Reports.RefuseJunit(context.Parsed, Name);
        var setting = SweptSetting.Parse(Name, context.Parsed.GetValue(_setting)!);
        var workspace = WorkspaceAccess.Open(context.Parsed);
        var stack = workspace.ResolveConfigured(context.Stack);
        var trial = new StackTrial(workspace, stack, context.Scenario, context.Cluster, context.Seed);
        var plans = await AskAsync(context.Parsed, trial, setting, cancellation);
        if (plans.Count < setting.Values.Count)
        {
            return ExitCode.Configuration;
        }

        var scenario = ScenarioChoice.ChooseOne(context.Scenario, context.Ready, plans[0].Plan, Name);
        var variants = setting.Values.Select(
            (value, i) =>
                new Variant(value, async cancelled =>
                    (await trial.RenderAsync(plans[i], Override(setting, value), cancelled), plans[i].Plan)
                )
        );
        Sweep sweep;
        using (
            var progress = new QuestionProgress<SweepPoint>(
                context.Parsed,
                point => $"{point.Value} {(point.Figures.Outcome == ExpectationOutcome.Failed ? "fails" : "holds")}",
                setting.Values.Count
            )
        )
        {
            var rehearsals = new VariantRehearsals((objects, plan, cancelled) => Rehearsals.Run(objects, plan, scenario, null, cancelled));
            var points = await rehearsals.RunAsync(
                [.. variants],
                (variant, result) =>
                {
                    var point = new SweepPoint(variant.Name, VariantFigures.Of(result));
                    progress.Report(point);
                    return point;
                },
                cancellation
            );
            sweep = new Sweep
            {
                Stack = stack.Name,
                Cluster = plans[0].Name,
                Scenario = scenario.Name,
                Setting = setting.Path.ToString(),
                Count = points.Count,
                Points = [.. points.OfType<SweepPoint>()],
            };
        }

        context.Reports.Write(context.Parsed, Describe(sweep), context.AsJson);
        return sweep.IsInterrupted ? ExitCode.Cancelled
            : sweep.Points.Any(point => point.Figures.Outcome == ExpectationOutcome.Failed)
            && sweep.Points.All(point => point.Figures.Outcome != ExpectationOutcome.Held)
                ? ExitCode.Error
            : ExitCode.Success;
    }

    private static SettingOverride[] Override(SweptSetting setting, string value) => [new SettingOverride(setting.Path, value)];

    /// <summary>Asks the program for the plan with each value, and shows all errors.</summary>
    /// <returns>The plans of all values; without those that the program refuses.</returns>
    private async Task<IReadOnlyList<ClusterRehearsal>> AskAsync(
        ParseResult parsed,
        StackTrial trial,
        SweptSetting setting,
        CancellationToken cancellation
    )
    {
        var answers = new (ClusterRehearsal? Rehearsal, IReadOnlyList<string> Errors)[setting.Values.Count];
        await Parallel.ForAsync(0, answers.Length, cancellation, async (i, cancelled) =>
            answers[i] = await trial.AskAsync(Override(setting, setting.Values[i]), cancelled)
        );
        ErrorOutput.WriteEach(
            parsed,
            answers.SelectMany((answer, i) => answer.Errors.Select(error => $"{Name} {setting.Path}={setting.Values[i]}: {error}"))
        );
        return [.. answers.Select(answer => answer.Rehearsal).OfType<ClusterRehearsal>()];
    }

    private static WrittenReport Describe(Sweep sweep) =>
        new()
        {
            Text = width => SweepReport.WriteText(sweep, width),
            Html = output => WrittenReport.Write(SweepReport.WriteHtml(sweep), output),
            Markdown = output => WrittenReport.Write(SweepReport.WriteMarkdown(sweep), output),
            Csv = output => WrittenReport.Write(writer => SweepData.WriteCsv(sweep, writer), output),
            Json = output => SweepData.WriteJson(sweep, output),
        };
}
