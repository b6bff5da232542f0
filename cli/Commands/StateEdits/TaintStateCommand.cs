using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state taint</c> and <c>infra state untaint</c>.</summary>
internal static class TaintStateCommand
{
    private const string Example = "urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::settings";

    public static Command Create(bool isTainted)
    {
        var verb = isTainted ? "taint" : "untaint";
        var urns = new Argument<string[]>("URN")
        {
            Description = "The resources; in a terminal, a choice",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var stackOption = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            verb,
            isTainted ? "Have the next update replace resources, whether they differ or not" : "Take back what `infra state taint` did",
            isTainted
                ? ($"infra state taint '{Example}' -s dev --yes", "Replace a ConfigMap with the next update")
                : ("infra state untaint --all -s dev --yes", "Replace no resource that does not have to be")
        )
        {
            urns,
            stackOption,
            yes,
        };
        var all = new Option<bool>("--all") { Description = "Untaint all resources" };
        if (!isTainted)
        {
            command.Add(all);
        }

        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var areAllMeant = !isTainted && parsed.GetValue(all);
                var chosen = areAllMeant
                    ? []
                    : StateEditPrompts.RequireUrns(parsed, parsed.GetValue(urns) ?? [], workspace, stack, $"Select a resource to {verb}:");
                Confirmation.RequireInTerminal(parsed, yes, StateEditPrompts.Confirm);
                if (areAllMeant)
                {
                    await workspace.Edits(stack).UntaintAllAsync(cancellationToken);
                    Console.WriteLine("All resources untainted");
                }
                else
                {
                    await workspace.Edits(stack).TaintAsync(chosen, isTainted, cancellationToken);
                    Console.WriteLine($"{chosen.Count} resources {verb}ed");
                }

                return 0;
            }
        );
        return command;
    }
}
