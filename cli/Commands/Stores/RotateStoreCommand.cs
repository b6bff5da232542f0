using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Terminal;
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
        var administrator = new Option<bool>("--administrator")
        {
            Description = "Rotate the password of the server's administrator instead of the services' credentials",
        };
        var options = new OperationOptionSet();
        var command = new InfraCommand(
            "rotate",
            "Give the services of a store, or its administrator, new users with new passwords, and delete the former users",
            ("infra store rotate orders-db --stack prod", "Show the two updates one after the other, and ask before each"),
            ("infra store rotate orders-db --service orders --stack prod --yes", "Rotate the credentials of one service without asking"),
            ("infra store rotate orders-db --administrator --stack prod", "Rotate the password of the server's administrator")
        )
        {
            store,
            service,
            administrator,
        };
        options.AddForGivenUpdateTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(options.Stack));
                var name = parsed.GetRequiredValue(store);
                var ofAdministrator = parsed.GetValue(administrator);
                if (ofAdministrator && parsed.GetValue(service) is not null)
                {
                    throw new UsageException("--service and --administrator exclude each other: the administrator is no service's user");
                }

                var (answer, failure) = await ProgramAnswer.AskAsync(
                    parsed,
                    workspace,
                    stack,
                    StoreRotation.QueryFor(name, ofAdministrator),
                    cancellationToken
                );
                if (answer is not null && OperatorPassword.Find(name, answer) is { } password)
                {
                    return await RotateAsync(password, name, parsed, options, cancellationToken);
                }

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
        OperatorPassword password,
        string store,
        ParseResult parsed,
        OperationOptionSet options,
        CancellationToken cancellationToken
    )
    {
        Confirmation.Require(parsed, options.Yes, $"Write a new password into '{password.Key}' of the Secret '{password.Secret}'?");
        var clusters = StackClusters.Open(parsed);
        await password.RotateAsync(
            clusters.Workspace,
            clusters.Workspace.Resolve(parsed.GetValue(options.Stack)),
            clusters.Kubernetes,
            cancellationToken
        );
        Console.WriteLine($"The Secret '{password.Secret}' has a new password, and the operator changes it in the servers of {store}.");
        return 0;
    }

    private static async Task<int> RotateAsync(
        StoreRotation rotation,
        string store,
        ParseResult parsed,
        OperationOptionSet options,
        CancellationToken cancellationToken
    )
    {
        Console.WriteLine($"New credentials of {store} for {Name(rotation)}; the former ones stay valid:");
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

        Console.WriteLine($"The new credentials of {store} are in use. Without the former ones:");
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

    private static string Name(StoreRotation rotation) =>
        rotation.IsShared ? "all services" : string.Join(", ", rotation.During.Select(one => one.Service));

    private static int Interrupted(int exitCode)
    {
        Console.Error.WriteLine(
            "The rotation is not complete, and the former credentials may still be valid: run the command again to go on."
        );
        return exitCode;
    }
}
