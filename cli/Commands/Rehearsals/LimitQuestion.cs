using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Reports.Questions;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Running;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary><c>infra rehearse --find-limit</c>: the most load on a service that holds.</summary>
internal sealed class LimitQuestion : IQuestion
{
    private const string Peak = "peak";

    private readonly Option<string?> _service = new("--find-limit")
    {
        Description = "Find the most load on a service that holds, and what breaks first above it",
        HelpName = "SERVICE",
    };

    public string Name => _service.Name;

    public void AddTo(Command command) => command.Options.Add(_service);

    public bool IsAsked(ParseResult parsed) => parsed.GetValue(_service) is not null;

    public async Task<ExitCode> AnswerAsync(QuestionContext context, CancellationToken cancellation)
    {
        var parsed = context.Parsed;
        if (context.Reports.FindGiven(parsed).FirstOrDefault() is { } report)
        {
            throw new UsageException(
                $"{report} reports a rehearsal, --find-limit asks for a limit: leave out one of them",
                ExitCode.Configuration
            );
        }

        var (subject, failure) = await RehearsedStack.LoadAsync(parsed, context.Stack, context.Scenario, context.Cluster, cancellation);
        if (subject is null)
        {
            return failure;
        }

        var service = parsed.GetValue(_service)!;
        var plan = Choose(context.Seed is { } seed ? subject.Plan with { Seed = (ulong)seed } : subject.Plan, service, context.Ready);
        LoadLimit limit;
        using (var progress = new QuestionProgress<LoadTry>(parsed, one => $"{Figures.Rate(one.Rate)} {(one.Holds ? "holds" : "fails")}"))
        {
            limit = await LimitSearch.FindAsync(
                (stack, scaled, cancelled) => RehearsalRunner.Run(stack, scaled, null, cancelled),
                subject.Stack,
                plan,
                service,
                progress,
                cancellation
            );
        }

        if (context.AsJson)
        {
            using var output = Console.OpenStandardOutput();
            LimitJson.Write(limit, output);
            output.Write("\n"u8);
        }
        else
        {
            StyledOutput.Write(parsed, width => LimitText.Write(limit, width));
        }

        return limit switch
        {
            { Outcome: LoadLimitOutcome.Interrupted } => ExitCode.Cancelled,
            { Holding.Factor: >= 1 } => ExitCode.Success,
            { Outcome: LoadLimitOutcome.NothingExpected } => ExitCode.Success,
            _ => ExitCode.Error,
        };
    }

    /// <summary>The scenario whose load is multiplied: the ready-made one that is given, and the peak of a constant load.</summary>
    private static RehearsalPlan Choose(RehearsalPlan plan, string service, IReadOnlyList<string> ready)
    {
        if (ready.Count > 1)
        {
            throw new UsageException("--find-limit rehearses one scenario: leave out all but one --scenario", ExitCode.Configuration);
        }

        if (!LoadScaling.HasLoad(plan, service))
        {
            throw new UsageException(DescribeMissingLoad(plan, service), ExitCode.Configuration);
        }

        if (ready is [] && LoadScaling.HasCourse(plan))
        {
            return plan;
        }

        var name = ready is [var given] ? given : Peak;
        return ScenarioChoice.FindReady(name)?.Apply(plan)
            ?? throw new UsageException(
                $"--find-limit needs a scenario under load, which '{name}' is not: choose another --scenario, such as {Peak}",
                ExitCode.Configuration
            );
    }

    private static string DescribeMissingLoad(RehearsalPlan plan, string service)
    {
        var loaded = plan.Loads.Select(load => load.Service).Where(name => LoadScaling.HasLoad(plan, name)).ToList();
        return loaded.Count > 0
            ? $"--find-limit: the scenario has no load on '{service}': choose one of {string.Join(", ", loaded)}, or add its load"
            : $"--find-limit: there is no load on '{service}': write 'load: {{{service}: {{rate: [{{at: 0m, rps: 40}}]}}}}' in "
                + $"stacks/rehearsals/<name>.yaml, and run 'infra rehearse <name> --find-limit {service}'";
    }
}
