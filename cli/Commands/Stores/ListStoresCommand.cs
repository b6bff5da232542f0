using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Terminal;
using Infra.Engine.Stores;

namespace Infra.Cli.Commands.Stores;

/// <summary><c>infra store list</c>.</summary>
internal static class ListStoresCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "list",
            "List the stores that the stack backs up, with their last backups and drills",
            ("infra store list --stack prod", "Show when each store last had a backup and a drill")
        )
        {
            stack,
            json,
        };
        command.Aliases.Add("ls");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var stores = await StoreCommand.Open(parsed, stack).ListAsync(cancellationToken);
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(new JsonArray([.. stores.Select(Describe)]).ToJsonString(ConfigValueJson.Indented));
                }
                else if (stores.Count == 0)
                {
                    Console.WriteLine("The stack backs up no stores: docs/stores.md describes the setting `backup`.");
                }
                else
                {
                    TextTable.Write(["STORE", "CLUSTER", "LAST BACKUP", "LAST DRILL"], stores.Select(Row));
                }

                return 0;
            }
        );
        return command;
    }

    private static string[] Row(StoreSummary store) =>
        [
            store.Name,
            store.Cluster,
            Write(store.LastBackup) ?? "none",
            Write(store.LastDrill) ?? (store.Tasks.Contains(StoreTask.Drill) ? "none" : "-"),
        ];

    private static JsonNode Describe(StoreSummary store) =>
        new JsonObject
        {
            ["name"] = store.Name,
            ["cluster"] = store.Cluster,
            ["drills"] = store.Tasks.Contains(StoreTask.Drill),
            ["lastBackup"] = Write(store.LastBackup),
            ["lastDrill"] = Write(store.LastDrill),
        };

    private static string? Write(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
