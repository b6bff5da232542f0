using System.CommandLine;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config</c>: a stack's configuration, in its stack file.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new InfraCommand(
        "config", "Read and change a stack's configuration",
        ("infra config get infra:cluster --stack dev", "Show one value"),
        ("infra config set --secret apiKey --stack prod", "Set a secret, reading it from standard input"))
    {
        GetConfigCommand.Create(),
        SetConfigCommand.Create(),
        RemoveConfigCommand.Create(),
    };

    /// <summary>The option that makes a key a path into a structured value.</summary>
    public static Option<bool> Path() => new("--path") { Description = "The key is a path into a structured value, e.g. infra:services.catalog.image" };
}
