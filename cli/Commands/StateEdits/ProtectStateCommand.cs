using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state protect</c> and <c>infra state unprotect</c>.</summary>
internal static class ProtectStateCommand
{
    private const string ConfirmProtection =
        "warning: This will protect by modifying the stack state directly.\n"
        + "If your program does not also set the 'protect' resource option, the next update unprotects the resource.\n"
        + "Confirm?";

    public static Command Create(bool isProtected)
    {
        var verb = isProtected ? "protect" : "unprotect";
        var urns = new Argument<string[]>("URN")
        {
            Description = "The resources; in a terminal, a choice",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var stackOption = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var all = new Option<bool>("--all") { Description = $"{(isProtected ? "Protect" : "Unprotect")} all resources" };
        var command = new InfraCommand(
            verb,
            isProtected ? "Refuse to delete resources until they are unprotected" : "Allow protected resources to be deleted again",
            isProtected
                ? ("infra state protect --all --stack dev --yes", "Protect every resource of the stack dev")
                : ("infra state unprotect --all --stack dev --yes", "Unprotect every resource of the stack dev")
        )
        {
            urns,
            stackOption,
            yes,
            all,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var chosen = parsed.GetValue(all)
                    ? []
                    : StateEditPrompts.RequireUrns(parsed, parsed.GetValue(urns) ?? [], workspace, stack, $"Select a resource to {verb}:");
                Confirmation.RequireInTerminal(parsed, yes, isProtected ? ConfirmProtection : StateEditPrompts.Confirm);
                if (parsed.GetValue(all))
                {
                    await workspace.Edits(stack).ProtectAllAsync(isProtected, cancellationToken);
                    Console.WriteLine($"All resources {verb}ed");
                }
                else
                {
                    await workspace.Edits(stack).ProtectAsync(chosen, isProtected, cancellationToken);
                    Console.WriteLine($"{chosen.Count} resources {verb}ed");
                }

                return 0;
            }
        );
        return command;
    }
}
