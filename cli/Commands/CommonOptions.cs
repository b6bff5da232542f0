using System.CommandLine;
using Infra.Cli.Ci;

namespace Infra.Cli.Commands;

/// <summary>Options that several commands share, with the names of Pulumi's command line.</summary>
internal static class CommonOptions
{
    public static Option<string?> WorkingDirectory { get; } =
        new("--cwd", "-C")
        {
            Description = "Run as if started in this directory",
            HelpName = "DIR",
            Recursive = true,
        };

    public static Option<bool> NonInteractive { get; } =
        new("--non-interactive")
        {
            Description = "Never prompt or redraw, as if the output were not a terminal (default: in CI systems)",
            Recursive = true,
            DefaultValueFactory = _ => CiPlatforms.IsCi(Environment.GetEnvironmentVariable),
        };

    public static Option<ColorChoice> Color { get; } =
        new("--color")
        {
            Description = "Use colors: auto (on a terminal, unless NO_COLOR is set), always or never",
            Recursive = true,
            DefaultValueFactory = _ => ColorChoice.Auto,
        };

    public static Option<int> Verbose { get; } =
        new("--verbose", "-v")
        {
            Description = "Show debug messages, like --debug of operations, if the level is at least 1",
            HelpName = "LEVEL",
            Recursive = true,
        };

    public static Option<string?> Backend { get; } =
        new("--backend")
        {
            Description =
                "Where state is stored, e.g. file:///srv/state or s3://BUCKET (default: PULUMI_BACKEND_URL, the project's, that of `infra login`, .pulumi beside Pulumi.yaml)",
            HelpName = "URL",
            Recursive = true,
        };

    public static Option<bool> WithoutSecrets { get; } =
        new("--without-secrets")
        {
            Description = "Let texts stand for the stack's secrets, so that neither its passphrase nor its state is needed",
        };

    public static Option<string?> BaseRevision { get; } =
        new("--base")
        {
            Description = "Compare with this Git revision of the project instead of the state, without cluster, state and passphrase",
            HelpName = "REVISION",
        };

    public static Option<string?> EventLog { get; } =
        new("--event-log")
        {
            Description = "Append the events of the operation to this file, each as one line of JSON",
            HelpName = "FILE",
            Recursive = true,
            Hidden = true,
        };

    /// <summary>True where the command line lets texts stand for secrets.</summary>
    public static bool WithholdsSecrets(ParseResult parsed) =>
        (parsed.GetResult(WithoutSecrets) is { Implicit: false } && parsed.GetValue(WithoutSecrets))
        || parsed.GetResult(BaseRevision) is { Implicit: false };

    public static Option<string?> Stack() =>
        new("--stack", "-s") { Description = "The stack (default: the selected one)", HelpName = "STACK" };

    public static Option<bool> Json() => new("--json", "-j") { Description = "Write JSON" };

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask for confirmation" };

    public static Option<bool> Diff() => new("--diff") { Description = "Show every changed property" };

    public static Option<bool> ShowSecrets() => new("--show-secrets") { Description = "Show secrets in plain text" };

    /// <summary>The option that names how secrets are encrypted; only one way is possible.</summary>
    public static Option<string?> SecretsProvider()
    {
        var option = new Option<string?>("--secrets-provider")
        {
            Description = "How secrets are encrypted: passphrase, or its other name, default",
            HelpName = "TYPE",
        };
        option.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is not ("passphrase" or "default")))
            {
                result.AddError(
                    $"--secrets-provider '{token.Value}' is not supported by infra: secrets are encrypted with a passphrase only"
                );
            }
        });
        return option;
    }

    public static Option<bool> ExpectNoChanges() =>
        new("--expect-no-changes") { Description = "Exit with 7 if anything would change or has changed" };

    public static Option<int> Parallel()
    {
        var option = new Option<int>("--parallel", "-p")
        {
            Description = "Maximum number of concurrent resource operations",
            HelpName = "N",
            DefaultValueFactory = _ =>
                int.TryParse(Environment.GetEnvironmentVariable("PULUMI_PARALLEL"), out var number) && number > 0 ? number : 16,
        };
        option.Validators.Add(result =>
        {
            if (!result.AreNumbers(minimum: 1))
            {
                result.AddError("--parallel takes a whole number of at least 1.");
            }
        });
        return option;
    }
}

/// <summary>When to use colors.</summary>
internal enum ColorChoice
{
    /// <summary>On a terminal, unless NO_COLOR is set.</summary>
    Auto,

    /// <summary>Always, even if the output is redirected.</summary>
    Always,

    Never,
}
