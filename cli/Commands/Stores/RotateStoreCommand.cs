using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Engine.Stores;

namespace Infra.Cli.Commands.Stores;

/// <summary><c>infra store rotate</c>: the first update moves the services to new users, the second deletes the former ones.</summary>
internal static class RotateStoreCommand
{
    public static Command Create()
    {
        var store = StoreCommand.Name("A store whose passwords the stack draws");
        var service = new Option<string?>("--service")
        {
            Description = "The service whose credentials are rotated (default: all that use the store)",
            HelpName = "SERVICE",
        };
        var options = new OperationOptionSet();
        var command = new InfraCommand(
            "rotate",
            "Give the services of a store new users with new passwords, and delete the former users",
            ("infra store rotate orders-db --stack prod", "Show the two updates one after the other, and ask before each"),
            ("infra store rotate orders-db --service orders --stack prod --yes", "Rotate the credentials of one service without asking")
        )
        {
            store,
            service,
        };
        options.AddForGivenUpdateTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(options.Stack));
                var name = parsed.GetRequiredValue(store);
                var (answer, failure) = await ProgramAnswer.AskAsync(
                    parsed,
                    workspace,
                    stack,
                    StoreRotation.QueryFor(name),
                    cancellationToken
                );
                return answer is null
                    ? (int)failure
                    : await RotateAsync(
                        StoreRotation.Plan(workspace, stack, name, parsed.GetValue(service), answer),
                        name,
                        parsed,
                        options,
                        cancellationToken
                    );
            }
        );
        return command;
    }

    private static async Task<int> RotateAsync(
        StoreRotation rotation,
        string store,
        ParseResult parsed,
        OperationOptionSet options,
        CancellationToken cancellationToken
    )
    {
        var services = string.Join(", ", rotation.During.Select(one => one.Service));
        Console.WriteLine($"Creating new users of {store} for {services}; the present ones stay valid:");
        var first = new RotationUpdate(parsed, options);
        await rotation.BeginAsync(cancellationToken);
        try
        {
            await first.RunAsync(cancellationToken);
        }
        finally
        {
            if (!first.HasBegun)
            {
                await rotation.UndoAsync(CancellationToken.None);
            }
        }

        if (!first.HasSucceeded)
        {
            return first.HasBegun ? Interrupted(first.ExitCode) : first.ExitCode;
        }

        Console.WriteLine($"The services use their new credentials. Deleting the former users of {store}:");
        var second = new RotationUpdate(parsed, options);
        await rotation.FinishAsync(cancellationToken);
        try
        {
            await second.RunAsync(cancellationToken);
        }
        finally
        {
            if (!second.HasSucceeded)
            {
                await rotation.BeginAsync(CancellationToken.None);
            }
        }

        return second.HasSucceeded ? second.ExitCode : Interrupted(second.ExitCode);
    }

    private static int Interrupted(int exitCode)
    {
        Console.Error.WriteLine("The rotation is not complete, and former users may still log in: run the command again to go on.");
        return exitCode;
    }
}
