using System.CommandLine;
using Infra.Cli.Display;
using Infra.Engine.Events;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra up</c>.</summary>
internal static class UpCommand
{
    public static Command Create()
    {
        var options = new OperationOptionSet();
        var plans = new PlanOptionSet();
        var command = new InfraCommand(
            "up",
            "Create, update and delete resources until the stack matches its program",
            ("infra up --stack dev", "Show what would change in the stack dev, ask, then change it"),
            ("infra up --stack prod --yes", "Update the stack prod without asking"),
            ("infra up --stack dev --yes --expect-no-changes", "Exit with 7 if the update changes anything"),
            ("infra up --stack prod --yes --rollback", "If the update fails, bring back what it changed"),
            ("infra up --stack prod --plan plan.json --yes", "Carry out a plan that `infra preview --save-plan` saved"),
            ("infra up --stack prod --to 12", "Deploy what the stack had after the 12th update of its history")
        );
        command.Aliases.Add("update");
        options.AddForUpdateTo(command);
        command.Add(CommonOptions.SecretsProvider());
        plans.AddForUpdateTo(command, options.SkipPreview);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var change = new StackChange(parsed, options, "Do you want to perform this update?") { Plans = plans };
                return await change.RunAsync(
                    OperationKind.PreviewUpdate,
                    OperationKind.Update,
                    (operations, how, approve, show) => operations.UpAsync(how, approve, show),
                    cancellationToken
                );
            }
        );
        return command;
    }
}
