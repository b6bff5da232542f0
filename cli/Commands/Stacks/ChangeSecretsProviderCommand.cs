using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack change-secrets-provider</c>.</summary>
internal static class ChangeSecretsProviderCommand
{
    public static Command Create()
    {
        var provider = new Argument<string>("PROVIDER") { Description = "passphrase, or its other name, default" };
        var stackOption = CommonOptions.Stack();
        var command = new InfraCommand(
            "change-secrets-provider",
            "Encrypt a stack's secrets with a new passphrase",
            ("infra stack change-secrets-provider passphrase --stack dev < new.txt", "Change the passphrase to the first line of a file")
        )
        {
            provider,
            stackOption,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                if (parsed.GetValue(provider) is not ("passphrase" or "default"))
                {
                    throw new UsageException(
                        $"the secrets provider '{parsed.GetValue(provider)}' is not supported: secrets are encrypted with a passphrase only; use `passphrase`",
                        ExitCode.Configuration
                    );
                }

                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.Resolve(parsed.GetValue(stackOption));
                var passphrase = await ReadPassphraseAsync(parsed, cancellationToken);
                Console.WriteLine("Migrating old configuration and state to new secrets provider");
                await workspace.ChangePassphraseAsync(stack, passphrase, cancellationToken);
                return 0;
            }
        );
        return command;
    }

    private static async Task<string> ReadPassphraseAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        if (Console.IsInputRedirected)
        {
            return await Console.In.ReadLineAsync(cancellationToken) is { Length: > 0 } line
                ? line
                : throw new UsageException(
                    "the new passphrase is read from the first line of standard input, which is empty",
                    ExitCode.Configuration
                );
        }

        if (!Confirmation.CanAsk(parsed))
        {
            throw new UsageException("the new passphrase must come from standard input in non-interactive mode", ExitCode.Configuration);
        }

        Console.Write("Enter your new passphrase to protect config/secrets: ");
        var first = HiddenInput.ReadLine();
        Console.Write("Re-enter your passphrase to confirm: ");
        return first.Length > 0 && HiddenInput.ReadLine() == first
            ? first
            : throw new UsageException("passphrases do not match: nothing was changed");
    }
}
