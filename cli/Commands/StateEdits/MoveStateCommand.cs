using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Engine.State.Editing;

namespace Infra.Cli.Commands.StateEdits;

/// <summary><c>infra state move</c>.</summary>
internal static class MoveStateCommand
{
    public static Command Create()
    {
        var urns = new Argument<string[]>("URN")
        {
            Description = "The resources; their children move, too",
            Arity = ArgumentArity.OneOrMore,
        };
        var source = new Option<string?>("--source")
        {
            Description = "The stack to move from (default: the selected one)",
            HelpName = "STACK",
        };
        var destination = new Option<string?>("--dest")
        {
            Description = "The stack to move to (default: the selected one)",
            HelpName = "STACK",
        };
        var yes = CommonOptions.Yes();
        var includeParents = new Option<bool>("--include-parents") { Description = "Move the resources' parents as well" };
        var command = new InfraCommand(
            "move",
            "Move resources from one stack's state to another's",
            ("infra state move 'urn:pulumi:dev::shop::kubernetes:core/v1:ConfigMap::one' --source dev --dest qa", "Move one resource to qa")
        )
        {
            urns,
            source,
            destination,
            yes,
            includeParents,
        };
        command.Aliases.Add("mv");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(source) is null && parsed.GetValue(destination) is null)
                {
                    throw new UsageException("at least one of --source or --dest must be provided");
                }

                var workspace = WorkspaceAccess.Open(parsed);
                var mover = new StateMover(
                    workspace,
                    workspace.ResolveAnyProject(parsed.GetValue(source)),
                    workspace.ResolveAnyProject(parsed.GetValue(destination))
                );
                var isMoved = await mover.MoveAsync(
                    parsed.GetRequiredValue(urns),
                    parsed.GetValue(includeParents),
                    plan => Approve(parsed, yes, plan, mover),
                    cancellationToken
                );
                Console.WriteLine(
                    isMoved
                        ? $"Successfully moved resources from {mover.Source.Full} to {mover.Destination.Full}"
                        : "Confirmation denied, not proceeding with the state move"
                );
                return 0;
            }
        );
        return command;
    }

    private static bool Approve(ParseResult parsed, Option<bool> yes, ResourceMovePlan plan, StateMover mover)
    {
        foreach (var missing in plan.Missing)
        {
            Console.WriteLine($"warning: Resource {missing} not found in source stack");
        }

        Console.WriteLine($"Planning to move the following resources from {mover.Source.Full} to {mover.Destination.Full}:\n");
        foreach (var urn in plan.Moved)
        {
            Console.WriteLine($"  - {urn}");
        }

        Console.WriteLine();
        WriteBroken(
            $"The following resources remaining in {mover.Source.Full} have dependencies on resources moved to {mover.Destination.Full}:\n",
            plan.BrokenInSource
        );
        if (plan.BrokenInSource.Count > 0 && plan.BrokenInDestination.Count > 0)
        {
            Console.WriteLine();
        }

        WriteBroken(
            $"The following resources being moved to {mover.Destination.Full} have dependencies on resources in {mover.Source.Full}:\n",
            plan.BrokenInDestination
        );
        if (plan.BrokenInSource.Count + plan.BrokenInDestination.Count > 0)
        {
            Console.WriteLine(
                "\nIf you go ahead with moving these dependencies, it will be necessary to create the appropriate inputs and outputs in the "
                    + "program for the stack the resources are moved to.\n"
            );
        }

        return Confirmation.IsGiven(parsed, yes) || StateEditPrompts.IsApproved(parsed, "Do you want to perform this move?");
    }

    private static void WriteBroken(string heading, IReadOnlyList<BrokenReference> broken)
    {
        if (broken.Count > 0)
        {
            Console.WriteLine(heading);
        }

        foreach (var (resource, reference) in broken)
        {
            Console.WriteLine(
                reference.Type switch
                {
                    ReferenceType.PropertyDependency =>
                        $"  - {resource} ({reference.Property}) has a property dependency on {reference.Target}",
                    ReferenceType.DeletedWith => $"  - {resource} is marked as deleted with {reference.Target}",
                    _ => $"  - {resource} has a dependency on {reference.Target}",
                }
            );
        }
    }
}
