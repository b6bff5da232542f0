using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config set</c>.</summary>
internal static class SetConfigCommand
{
    public static Command Create()
    {
        var key = new Argument<string>("KEY") { Description = "The key; the namespace defaults to the project's name" };
        var value = new Argument<string?>("VALUE")
        {
            Description = "The value (default: read from standard input)",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var stackOption = CommonOptions.Stack();
        var path = ConfigCommand.Path();
        var secret = new Option<bool>("--secret") { Description = "Encrypt the value" };
        var plaintext = new Option<bool>("--plaintext") { Description = "Store the value unencrypted" };
        var type = new Option<ConfigValueType?>("--type")
        {
            Description = "Store the value with this type: string, int, bool or float",
            HelpName = "TYPE",
        };
        var raw = new Option<bool>("--raw") { Description = "Keep newlines at the end of a value from standard input" };
        var command = new InfraCommand(
            "set",
            "Set a configuration value",
            ("infra config set --path infra:services.catalog.image shop/catalog:2 -s dev", "Change one image"),
            ("infra config set --secret infra:token --stack prod < token.txt", "Set a secret without showing it on the command line")
        )
        {
            key,
            value,
            stackOption,
            path,
            secret,
            plaintext,
            type,
            raw,
        };
        command.Validators.Add(result =>
        {
            if (result.IsOn(secret) && result.IsOn(plaintext))
            {
                result.AddError("--secret and --plaintext exclude each other.");
            }

            if (result.GetResult(type) is not null && (result.IsOn(secret) || result.IsOn(plaintext)))
            {
                result.AddError("--type excludes --secret and --plaintext.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                var text = parsed.GetValue(value)
                    ?? await ReadAsync(parsed, parsed.GetValue(secret), parsed.GetValue(raw), cancellationToken);
                var change = new ConfigChange(parsed.GetRequiredValue(key), text)
                {
                    IsSecret = parsed.GetValue(secret),
                    IsPath = parsed.GetValue(path),
                    Type = parsed.GetValue(type),
                };
                await workspace.Configuration(stack).SetAllAsync([change], cancellationToken);
                return 0;
            }
        );
        return command;
    }

    private static async Task<string> ReadAsync(ParseResult parsed, bool isSecret, bool isRaw, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            var text = await Console.In.ReadToEndAsync(cancellationToken);
            return isRaw ? text : text.TrimEnd('\r', '\n');
        }

        if (!Confirmation.CanAsk(parsed))
        {
            throw new UsageException("config value must be specified in non-interactive mode");
        }

        Console.Write("value: ");
        return isSecret ? HiddenInput.ReadLine() : Console.ReadLine() ?? "";
    }
}
