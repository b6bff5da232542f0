using System.CommandLine;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Infra.Cli.Commands.Operations;

/// <summary>
/// <c>infra explain</c>: the program explains itself. It is rendered without a cluster, asked by an environment variable, and answers with the stack
/// output <c>explanations</c>.
/// </summary>
internal static class ExplainCommand
{
    private const string Variable = "INFRA_EXPLAIN";
    private const string Output = "explanations";
    private static readonly string[] Columns = ["setting", "value", "reason", "place"];

    public static Command Create()
    {
        var service = new Argument<string>("SERVICE") { Description = "The service of the catalogue" };
        var stackOption = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "explain", "Show every decision about a service and where it comes from; no cluster is needed or touched",
            ("infra explain orders --stack prod", "Which setting, preset or rule made orders what it is"),
            ("infra explain orders --stack prod --json", "The same for programs"))
        { service, stackOption, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
            StackCluster.Announce(workspace, stack);
            Environment.SetEnvironmentVariable(Variable, parsed.GetRequiredValue(service));
            var progress = new OperationProgress(TimeProvider.System);
            var rendering = await workspace.Operations(stack).RenderAsync(
                new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted }, engineEvent => progress.Apply(engineEvent));
            if (rendering.Result != OperationResult.Succeeded)
            {
                foreach (var error in progress.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                {
                    ErrorOutput.Write(parsed, error.Message);
                }

                return (int)(rendering.Result == OperationResult.Cancelled ? ExitCode.Cancelled : ExitCode.Error);
            }

            Show(rendering.Outputs.Find(Output) as PropertyArray ?? throw new UsageException(
                $"the program in {workspace.Project.ProgramDirectory} does not explain itself: it has no output '{Output}' where {Variable} names a service"), parsed.GetValue(json));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static void Show(PropertyArray explanations, bool asJson)
    {
        var values = new JsonValues(showSecrets: false);
        if (asJson)
        {
            Console.WriteLine(values.Text(explanations));
            return;
        }

        TextTable.Write(
            [.. Columns.Select(column => column.ToUpperInvariant())],
            explanations.Elements.OfType<PropertyObject>().Select(explanation => Columns.Select(column => explanation.Properties.Find(column) is { } cell ? values.Bare(cell) : "").ToArray()));
    }
}
