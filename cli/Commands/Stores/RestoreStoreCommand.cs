using System.CommandLine;
using Infra.Engine.Stores;

namespace Infra.Cli.Commands.Stores;

/// <summary><c>infra store restore</c>.</summary>
internal static class RestoreStoreCommand
{
    public static Command Create()
    {
        var store = StoreCommand.Name(
            "The new store, with the setting `backup` and the old one's `database`. It must be empty; Percona's operators replace what is in it"
        );
        var from = new Option<string>("--from")
        {
            Description = "The store whose backup is restored",
            HelpName = "STORE",
            Required = true,
        };
        var backup = new Option<string?>("--backup")
        {
            Description =
                "The time of the backup, as in the bucket; with Percona's operators also its name or address s3://… (default: the newest)",
            HelpName = "BACKUP",
        };
        var stack = CommonOptions.Stack();
        var (timeout, json) = (StoreCommand.Timeout(), CommonOptions.Json());
        var command = new InfraCommand(
            "restore",
            "Restore a backup into a new store, never over a live one",
            ("infra store restore orders-db-2 --from orders-db --stack prod", "Restore the newest backup into the empty store orders-db-2"),
            ("infra store restore orders-db-2 --from orders-db --backup 20260801120000", "Restore the backup of that time")
        )
        {
            store,
            from,
            backup,
            timeout,
            stack,
            json,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
                StoreTaskOutput.Show(
                    parsed,
                    parsed.GetValue(json),
                    await StoreCommand
                        .Open(parsed, stack, timeout)
                        .RestoreAsync(
                            parsed.GetRequiredValue(store),
                            new StoreSource(parsed.GetRequiredValue(from), parsed.GetValue(backup)),
                            Console.Error.WriteLine,
                            cancellationToken
                        )
                )
        );
        return command;
    }
}
