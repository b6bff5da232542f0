using System.CommandLine;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state</c>: edits a stack's state without touching the objects it describes.</summary>
internal static class StateCommand
{
    public static Command Create() =>
        new InfraCommand("state", "Edit a stack's state; the objects it describes stay as they are")
        {
            DeleteStateCommand.Create(),
            RenameStateCommand.Create(),
            ProtectStateCommand.Create(isProtected: true),
            ProtectStateCommand.Create(isProtected: false),
            TaintStateCommand.Create(isTainted: true),
            TaintStateCommand.Create(isTainted: false),
            MoveStateCommand.Create(),
            RepairStateCommand.Create(),
            EditStateCommand.Create(),
            UpgradeStateCommand.Create(),
        };
}
