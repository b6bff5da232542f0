using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Engine.Stores;

namespace Infra.Cli.Commands.Stores;

/// <summary><c>infra store</c>: backups, drills, restorations and rotations of a stack's stores by hand.</summary>
internal static class StoreCommand
{
    public static Command Create() =>
        new InfraCommand(
            "store",
            "Back up and restore the stores of a stack, and rotate their credentials",
            ("infra store backup orders-db --stack prod", "Make a backup of the store orders-db now")
        )
        {
            ListStoresCommand.Create(),
            RunStoreTaskCommand.Create(
                StoreTask.Backup,
                "backup",
                "Make a backup of a store, and wait for it",
                ("infra store backup orders-db --stack prod", "Make a backup now, beside those of the schedule")
            ),
            RunStoreTaskCommand.Create(
                StoreTask.Drill,
                "drill",
                "Restore the newest backup of a store into a throwaway server, check it, and wait for the result",
                ("infra store drill orders-db --stack prod", "Restore into a server that is deleted afterwards")
            ),
            RestoreStoreCommand.Create(),
            RotateStoreCommand.Create(),
        };

    public static Argument<string> Name(string description) => new("STORE") { Description = description };

    /// <summary>The tasks of the selected stack, which must have been deployed.</summary>
    public static StoreTasks Open(ParseResult parsed, Option<string?> stack, Option<string?>? timeout = null)
    {
        var clusters = StackClusters.Open(parsed);
        return new StoreTasks(clusters.Workspace, clusters.Workspace.Resolve(parsed.GetValue(stack)), clusters.Kubernetes)
        {
            Limit = timeout is null ? null : DurationOption.Get(parsed, timeout),
        };
    }

    /// <summary>How long a command waits.</summary>
    public static Option<string?> Timeout() =>
        DurationOption.Create(
            "--timeout",
            "How long to wait for the end, for instance 30m; the task itself goes on (default: until it ends)",
            "90s or 30m"
        );
}
