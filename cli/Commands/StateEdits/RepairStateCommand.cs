using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.Resources;
using Infra.Engine.State.Editing;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state repair</c>.</summary>
internal static class RepairStateCommand
{
    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var yes = CommonOptions.Yes();
        var command = new InfraCommand(
            "repair",
            "Repair an invalid state: sort its resources and remove references to missing ones",
            ("infra state repair --stack dev", "Show what a repair would change, and ask")
        )
        {
            stackOption,
            yes,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var result = await workspace.Edits(stack).RepairAsync(report => Approve(parsed, yes, report), cancellationToken);
                Console.WriteLine(
                    result switch
                    {
                        RepairResult.AlreadyValid => "The snapshot is already valid; skipping repair",
                        RepairResult.Declined => "Confirmation denied, not proceeding with state repair",
                        _ => "State repaired successfully",
                    }
                );
                return 0;
            }
        );
        return command;
    }

    private static bool Approve(ParseResult parsed, Option<bool> yes, RepairReport report)
    {
        if (Confirmation.IsGiven(parsed, yes))
        {
            return true;
        }

        if (report.Reordered.Count > 0)
        {
            Console.WriteLine("The following resources will be reordered to appear before their dependents:\n");
            foreach (var resource in report.Reordered)
            {
                Console.WriteLine($"* {resource.Urn}{(resource.Delete ? " (deleted)" : "")}");
            }

            Console.WriteLine();
        }

        if (report.Pruned.Count > 0)
        {
            Console.WriteLine("The following resources will be modified to remove missing dependencies:\n");
            foreach (var resource in report.Pruned)
            {
                WritePruned(resource);
            }
        }

        return StateEditPrompts.IsApproved(parsed, StateEditPrompts.Confirm);
    }

    private static void WritePruned(PrunedResource resource)
    {
        Console.WriteLine($"~ {resource.OldUrn}{(resource.Delete ? " (deleted)" : "")}");
        if (resource.NewUrn != resource.OldUrn)
        {
            Console.WriteLine($"  ~ {resource.NewUrn} [urn]");
        }

        foreach (var removed in resource.Removed)
        {
            var kind = removed.Type switch
            {
                ReferenceType.Parent => "parent",
                ReferenceType.PropertyDependency => $"property dependency: {removed.Property}",
                ReferenceType.DeletedWith => "deleted with",
                _ => "dependency",
            };
            Console.WriteLine($"  - {removed.Target} [{kind}]");
        }
    }
}
