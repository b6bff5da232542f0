using System.CommandLine;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config refresh</c>.</summary>
internal static class RefreshConfigCommand
{
    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var force = new Option<bool>("--force", "-f") { Description = "Overwrite the stack file without a copy of it" };
        var command = new InfraCommand(
            "refresh",
            "Replace the configuration in the stack file by that of the latest update",
            ("infra config refresh --stack dev", "Restore the stack file; a copy of the present one is kept")
        )
        {
            stackOption,
            force,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var configuration = workspace.Configuration(stack);
                var file = configuration.File.FilePath;
                var keepsCopy = File.Exists(file) && !parsed.GetValue(force);
                var copy = file + ".bak";
                while (keepsCopy && File.Exists(copy))
                {
                    copy += ".bak";
                }

                if (workspace.History(stack).Read(pageSize: 1).Count == 0)
                {
                    throw new UsageException($"the stack '{stack.Name}' has never been updated: there is no configuration to restore");
                }

                if (keepsCopy)
                {
                    File.Copy(file, copy);
                    Console.WriteLine($"backed up existing configuration file to {copy}");
                }

                await configuration.RefreshAsync(cancellationToken);
                if (keepsCopy)
                {
                    Console.WriteLine($"refreshed configuration for stack '{stack.Name}'");
                }

                return 0;
            }
        );
        return command;
    }
}
