using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Scenarios;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary><c>infra rehearse</c>.</summary>
internal static class RehearseCommand
{
    public static Command Create()
    {
        var scenario = new Argument<string?>("SCENARIO")
        {
            Description = "A scenario: the name of a file in stacks/rehearsals, without .yaml",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var ready = new Option<string[]>("--scenario")
        {
            Description = $"A ready-made scenario, with the numbers of SCENARIO: {string.Join(", ", ScenarioChoice.ReadyNames)}",
            HelpName = "NAME",
        };
        ready.AcceptOnlyFromAmong([.. ScenarioChoice.ReadyNames]);
        var cluster = new Option<string?>("--cluster") { Description = "The cluster, for a stack with several", HelpName = "NAME" };
        var seed = new Option<int?>("--seed")
        {
            Description = "The seed of all random choices (default: the scenario's)",
            HelpName = "NUMBER",
        };
        var stack = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var reports = new ReportOptions();
        IQuestion[] questions = [new LimitQuestion(), new SweepQuestion(), new CompareQuestion(), new RightSizeQuestion()];
        var command = new InfraCommand(
            "rehearse",
            "Try a stack on a simulated cluster in virtual time, under load and faults, before it is deployed",
            (
                "infra rehearse --stack prod",
                "Run the ready-made scenarios that need no numbers: what fits, and what outages and rollouts do"
            ),
            (
                "infra rehearse campaign --stack prod --report campaign.html",
                "Run stacks/rehearsals/campaign.yaml, and write a report for browsers"
            ),
            ("infra rehearse campaign --scenario zone-loss", "Lose each zone in turn, under the highest load of the scenario campaign"),
            ("infra rehearse campaign --stack prod --markdown comment.md", "Write a comment for a pull request"),
            (
                "infra rehearse campaign --stack prod --find-limit gateway",
                "Find the most load on gateway that holds, and what breaks first"
            ),
            (
                "infra rehearse campaign --stack prod --sweep services.catalog.scaling.max=4..16",
                "Rehearse with each maximum of catalog from 4 to 16, and show what changes"
            ),
            (
                "infra rehearse campaign --stack prod --compare main",
                "Compare with the settings of the commit main; exits with 1 if it got worse"
            )
        )
        {
            scenario,
            ready,
            cluster,
            seed,
            stack,
            json,
            CommonOptions.WithoutSecrets,
        };
        Array.ForEach(questions, question => question.AddTo(command));
        reports.AddTo(command);
        command.Subcommands.Add(CalibrateCommand.Create());
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (FindAsked(questions, parsed) is { } asked)
                {
                    var context = new QuestionContext
                    {
                        Parsed = parsed,
                        Stack = parsed.GetValue(stack),
                        Scenario = parsed.GetValue(scenario),
                        Ready = parsed.GetValue(ready) ?? [],
                        Cluster = parsed.GetValue(cluster),
                        Seed = parsed.GetValue(seed),
                        AsJson = parsed.GetValue(json),
                        Reports = reports,
                    };
                    return (int)await asked.AnswerAsync(context, cancellationToken);
                }

                var (subject, failure) = await RehearsedStack.LoadAsync(
                    parsed,
                    parsed.GetValue(stack),
                    parsed.GetValue(scenario),
                    parsed.GetValue(cluster),
                    cancellationToken
                );
                if (subject is null)
                {
                    return (int)failure;
                }

                var plan = parsed.GetValue(seed) is { } number ? subject.Plan with { Seed = (ulong)number } : subject.Plan;
                var chosen = ScenarioChoice.Choose(parsed.GetValue(scenario), parsed.GetValue(ready) ?? [], plan);
                using var progress = new RehearsalProgress(parsed, chosen.Count);
                var results = await Rehearsals.RunAsync(subject.Stack, plan, chosen, progress, cancellationToken);
                progress.End();
                reports.Write(parsed, results, parsed.GetValue(json));
                if (parsed.GetValue(scenario) is null && parsed.GetValue(ready) is not { Length: > 0 } && !parsed.GetValue(json))
                {
                    ExplainRest(plan);
                }

                return (int)(
                    cancellationToken.IsCancellationRequested ? ExitCode.Cancelled
                    : results.All(result => result.Holds) ? ExitCode.Success
                    : ExitCode.Error
                );
            }
        );
        return command;
    }

    private static IQuestion? FindAsked(IQuestion[] questions, ParseResult parsed) =>
        questions.Where(question => question.IsAsked(parsed)).ToList() switch
        {
            [] => null,
            [var only] => only,
            var several => throw new UsageException(
                $"ask one question at a time: leave out all but one of {string.Join(", ", several.Select(question => question.Name))}",
                ExitCode.Configuration
            ),
        };

    private static void ExplainRest(RehearsalPlan plan)
    {
        if (plan.Loads.Count > 0)
        {
            return;
        }

        Console.WriteLine();
        Console.WriteLine("Not run, for want of a load ('load' in stacks/rehearsals/<name>.yaml, see docs/catalogue/rehearsals.md):");
        foreach (var scenario in ReadyScenario.All.Where(scenario => scenario.NeedsLoad))
        {
            Console.WriteLine($"    infra rehearse <name> --scenario {scenario.Name}    {scenario.Description}");
        }
    }
}
