using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary>Removes stacks.</summary>
internal static class StackRemoval
{
    /// <summary>Removes a stack's state and history, and the selection of the stack.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="stack">The stack.</param>
    /// <param name="force">True to remove it even if it has resources.</param>
    public static void Remove(Workspace workspace, StackName stack, bool force)
    {
        workspace.Backend.Remove(stack, force);
        if (workspace.Selection.Selected == stack.Name)
        {
            workspace.Selection.Select(null);
        }
    }
}
