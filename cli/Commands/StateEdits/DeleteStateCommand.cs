using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.State.Editing;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state delete</c>.</summary>
internal static class DeleteStateCommand
{
    public static Command Create()
    {
        var urns = new Argument<string[]>("URN")
        {
            Description = "The resources; in a terminal, a choice",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var stackOption = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var force = new Option<bool>("--force") { Description = "Delete protected resources, too" };
        var dependents = new Option<bool>("--target-dependents") { Description = "Delete the resources' dependents, too" };
        var all = new Option<bool>("--all") { Description = "Delete all resources from the state" };
        var command = new InfraCommand(
            "delete",
            "Delete resources from a stack's state; their objects remain",
            ("infra state delete 'urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::old' -s dev", "Stop managing an object")
        )
        {
            urns,
            stackOption,
            yes,
            force,
            dependents,
            all,
        };
        command.Aliases.Add("remove");
        command.Aliases.Add("rm");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var named = parsed.GetValue(urns) ?? [];
                if (parsed.GetValue(all) && named.Length > 0)
                {
                    throw new UsageException("cannot specify a resource URN when deleting all resources");
                }

                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var options = new DeletionOptions
                {
                    Force = parsed.GetValue(force),
                    IncludeDependents = parsed.GetValue(dependents),
                    OnForced = resource =>
                        ErrorOutput.Warn(parsed, $"deleting protected resource {resource.Urn} due to presence of --force"),
                };
                var chosen = parsed.GetValue(all)
                    ? []
                    : StateEditPrompts.RequireUrns(parsed, named, workspace, stack, "Select the resource to delete");
                Confirmation.RequireInTerminal(parsed, yes, StateEditPrompts.Confirm);
                if (parsed.GetValue(all))
                {
                    await workspace.Edits(stack).DeleteAllAsync(options, cancellationToken);
                    Console.WriteLine("Resources deleted");
                    return 0;
                }

                var deleted = await workspace
                    .Edits(stack)
                    .DeleteAsync(chosen, options, StateEditPrompts.Chooser(parsed), cancellationToken);
                Console.WriteLine(deleted == 1 ? "Resource deleted" : $"{deleted} resources deleted");
                return 0;
            }
        );
        return command;
    }
}
