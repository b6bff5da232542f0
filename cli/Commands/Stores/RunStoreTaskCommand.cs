using System.CommandLine;
using Infra.Engine.Stores;

namespace Infra.Cli.Commands.Stores;

/// <summary><c>infra store backup</c> and <c>infra store drill</c>.</summary>
internal static class RunStoreTaskCommand
{
    public static Command Create(StoreTask task, string name, string description, (string Command, string Meaning) example)
    {
        var store = StoreCommand.Name("A store with the setting `backup`");
        var stack = CommonOptions.Stack();
        var (timeout, json) = (StoreCommand.Timeout(), CommonOptions.Json());
        var command = new InfraCommand(name, description, example) { store, timeout, stack, json };
        command.SetAction(
            async (parsed, cancellationToken) =>
                StoreTaskOutput.Show(
                    parsed,
                    parsed.GetValue(json),
                    await StoreCommand
                        .Open(parsed, stack, timeout)
                        .RunAsync(parsed.GetRequiredValue(store), task, Console.Error.WriteLine, cancellationToken)
                )
        );
        return command;
    }
}
