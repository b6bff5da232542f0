using System.CommandLine;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config</c>: reads and changes a stack's configuration in its stack file.</summary>
internal static class ConfigCommand
{
    public static Command Create() =>
        new InfraCommand(
            "config",
            "Read and change a stack's configuration",
            ("infra config get infra:cluster --stack dev", "Print one value"),
            ("infra config set --secret apiKey --stack prod", "Set a secret from standard input")
        )
        {
            GetConfigCommand.Create(),
            SetConfigCommand.Create(),
            RemoveConfigCommand.Create(),
        };

    public static Option<bool> Path() =>
        new("--path") { Description = "Treat the key as a path into a structured value, e.g. infra:services.catalog.image" };
}
