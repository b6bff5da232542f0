using System.CommandLine;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state rename</c>.</summary>
internal static class RenameStateCommand
{
    public static Command Create()
    {
        var urn = new Argument<string?>("URN") { Description = "The resource; in a terminal, a choice", Arity = ArgumentArity.ZeroOrOne };
        var name = new Argument<string?>("NAME")
        {
            Description = "Its new name; in a terminal, asked for",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var stackOption = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "rename",
            "Rename a resource in a stack's state, after it was renamed in the program",
            ("infra state rename 'urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::old' new -s dev", "Rename old to new")
        )
        {
            urn,
            name,
            stackOption,
            yes,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(name) is null && !Confirmation.CanAsk(parsed))
                {
                    throw new UsageException("Must supply <resource URN> and <new name> unless infra is run interactively");
                }

                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var chosen = parsed.GetValue(urn) ?? StateEditPrompts.ChooseUrn(workspace, stack, "Select a resource to rename:");
                var renamed = parsed.GetValue(name) ?? AskName();
                Confirmation.RequireInTerminal(parsed, yes, StateEditPrompts.Confirm);
                await workspace.Edits(stack).RenameAsync(chosen, renamed, cancellationToken);
                Console.WriteLine("Resource renamed");
                return 0;
            }
        );
        return command;
    }

    private static string AskName()
    {
        Console.Write("Choose a new resource name: ");
        return Console.ReadLine()?.Trim() is { Length: > 0 } name
            ? name
            : throw new UsageException("no name was given: nothing was changed");
    }
}
