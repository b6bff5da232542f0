using System.CommandLine;
using Infra.Cli.Commands.Stacks;
using Infra.Engine.Operations;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Operations;

/// <summary>How much <c>infra destroy</c> deletes: all resources, those that are not protected, or the stack as well.</summary>
internal sealed class DestroyExtent(ParseResult parsed, OperationOptionSet options, bool excludesProtected, bool removesStack)
{
    private int _protected;

    /// <summary>Excludes protected resources from the operation, if the user wants that.</summary>
    /// <returns>The options; null where nothing is left to delete, which has been reported.</returns>
    /// <exception cref="UsageException">The options contradict each other.</exception>
    public OperationOptions? Limit(OperationOptions how, Workspace workspace, StackName stack)
    {
        if (!excludesProtected)
        {
            return how;
        }

        if (how.Selection.Targets.Count > 0)
        {
            throw new UsageException("you cannot specify --target and --exclude-protected");
        }

        var state = workspace.State(stack).Read();
        var kept = state.FindProtected();
        _protected = kept.Count;
        if (_protected > 0 && _protected == state.Resources.Count)
        {
            Write(
                $"There were no unprotected resources to destroy. There are still {_protected} protected resources associated with this "
                    + "stack."
            );
            return null;
        }

        var excludes = how.Selection.Excludes.Concat(kept.Select(urn => UrnPattern.Literal(urn)));
        return how with { Selection = how.Selection with { Excludes = [.. excludes] } };
    }

    /// <summary>Removes the stack, if the user wants that, and says what is left.</summary>
    public void Conclude(OperationOptions how, Workspace workspace, StackName stack)
    {
        if (_protected > 0)
        {
            Write(
                $"All unprotected resources were destroyed. There are still {_protected} protected resources associated with this stack."
            );
            return;
        }

        if (how.Selection.Targets.Count > 0)
        {
            return;
        }

        if (!removesStack)
        {
            Write(
                "The resources in the stack have been deleted, but the history and configuration associated with the stack are still "
                    + $"maintained. \nIf you want to remove the stack completely, run `infra stack rm {stack.Name}`."
            );
            return;
        }

        StackRemoval.Remove(workspace, stack, force: false);
        File.Delete(workspace.Project.StackFile(stack.Name));
        Write("The resources in the stack have been deleted, and the history and configuration removed.");
    }

    private void Write(string text)
    {
        if (!parsed.GetValue(options.Json))
        {
            Console.WriteLine(text);
        }
    }
}
