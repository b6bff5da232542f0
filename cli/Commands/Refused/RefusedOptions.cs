namespace Infra.Cli.Commands.Refused;

/// <summary>
/// The options of Pulumi that <c>infra</c> refuses by name, each with the reason. An option means the same in every command.
/// </summary>
internal static class RefusedOptions
{
    private const string Cloud = "it needs Pulumi Cloud, which infra does not use";
    private const string Environments = "environments belong to Pulumi Cloud; put values into the stack file";
    private const string Tracing = "there are no traces";
    private const string Plugins = "there are no plugins to download";
    private const string Secrets = "secrets are encrypted with a passphrase only";
    private const string Elsewhere = "the stack file is the one of the stack's name";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["--agent-pool"] = Cloud,
        ["--attach-debugger"] = "start the program under a debugger with `dotnet` instead",
        ["--client"] = "programs are always started by the engine",
        ["--config-file"] = Elsewhere,
        ["--config-path"] = "keys given to an operation are not paths",
        ["--copilot"] = Cloud,
        ["--default-org"] = Cloud,
        ["--disable-integrity-checking"] = "a state is always checked; repair one with `infra state repair`",
        ["--emoji"] = "there are no emojis",
        ["--exec-agent"] = Cloud,
        ["--fully-qualify-stack-names"] = "a backend has one organization; a stack's project is in `infra stack ls --all`",
        ["--generate-code"] = "the code is always printed",
        ["--generate-resources"] = "write the file of --file by hand",
        ["--ignore-protect"] = "unprotect the resource with `infra state unprotect`",
        ["--insecure"] = Cloud,
        ["--interactive"] = Cloud,
        ["--logflow"] = Tracing,
        ["--logtostderr"] = "there are no log files",
        ["--memprofilerate"] = Tracing,
        ["--neo"] = Cloud,
        ["--oidc-expiration"] = Cloud,
        ["--oidc-org"] = Cloud,
        ["--oidc-team"] = Cloud,
        ["--oidc-token"] = Cloud,
        ["--oidc-user"] = Cloud,
        ["--open"] = Environments,
        ["--organization"] = "a backend has one organization",
        ["--otel-traces"] = Tracing,
        ["--output"] = "use --json where the command has it",
        ["--profiling"] = Tracing,
        ["--run-program"] = "refresh and destroy work on the state alone",
        ["--secrets-provider"] = Secrets,
        ["--show-config"] = "use `infra config`",
        ["--show-full-output"] = "outputs are always shown whole",
        ["--show-policy-remediations"] = "remediations are always shown",
        ["--skip-config-validation"] = "the configuration is always validated",
        ["--skip-plugin-pre-install"] = Plugins,
        ["--strict"] = "every warning that matters is an error already",
        ["--suppress-permalink"] = "there are no permalinks without Pulumi Cloud",
        ["--teams"] = Cloud,
        ["--tracing"] = Tracing,
        ["--transitive"] = "use `dotnet list package --include-transitive`",
        ["--urns"] = "use `infra stack --show-urns`",
    };

    /// <summary>The reason why an option is refused; null for one that Pulumi does not have either.</summary>
    public static string? FindReason(string option) => Reasons.GetValueOrDefault(option);

    /// <summary>The refused options, with their reasons.</summary>
    public static IReadOnlyDictionary<string, string> All => Reasons;
}
