using System.CommandLine;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack init</c>.</summary>
internal static class InitStackCommand
{
    public static Command Create()
    {
        var name = new Argument<string?>("NAME") { Description = "The new stack's name", Arity = ArgumentArity.ZeroOrOne };
        var option = CommonOptions.Stack();
        var command = new InfraCommand("init", "Create an empty stack and select it", ("infra stack init qa", "Create the stack qa"))
        {
            name,
            option,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = await workspace.CreateStackAsync(
                    parsed.GetValue(name)
                        ?? parsed.GetValue(option)
                        ?? throw new UsageException("missing stack name: `infra stack init NAME`"),
                    cancellationToken
                );
                workspace.Selection.Select(stack.Name);
                Console.WriteLine($"Created stack '{stack.Name}'");
                return 0;
            }
        );
        return command;
    }
}
