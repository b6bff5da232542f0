namespace Infra.Cli.Commands.Refused;

/// <summary>
/// The options of Pulumi that <c>infra</c> refuses by name, each with the reason: everywhere, or on one command.
/// </summary>
internal static class RefusedOptions
{
    private const string Cloud = "it needs Pulumi Cloud, which infra does not use";
    private const string Environments = "environments belong to Pulumi Cloud; put values into the stack file";
    private const string Tracing = "there are no traces";
    private const string Automation = "it marks runs by Pulumi's automation API, which starts programs in its own process";
    private const string Plugins = "there are no plugins to download";
    private const string Elsewhere = "the stack file is the one of the stack's name";

    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["--attach-debugger"] = "start the program under a debugger with `dotnet` instead",
        ["--client"] = "programs are always started by the engine",
        ["--config-file"] = Elsewhere,
        ["--copilot"] = Cloud,
        ["--default-org"] = Cloud,
        ["--disable-integrity-checking"] = "a state is always checked; repair one with `infra state repair`",
        ["--emoji"] = "there are no emojis",
        ["--exec-agent"] = Automation,
        ["--exec-kind"] = Automation,
        ["--fully-qualify-stack-names"] = "a backend has one organization; a stack's project is in `infra stack ls --all`",
        ["--generate-resources"] = "write the file of --file by hand",
        ["--ignore-protect"] = "unprotect the resource with `infra state unprotect`",
        ["--insecure"] = Cloud,
        ["--interactive"] = Cloud,
        ["--logflow"] = Tracing,
        ["--logtostderr"] = "there are no log files",
        ["--memprofilerate"] = Tracing,
        ["--neo"] = Cloud,
        ["--neo-task-on-failure"] = Cloud,
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
        ["--remote-config"] = Environments,
        ["--run-program"] = "refresh and destroy work on the state alone",
        ["--skip-config-validation"] = "the configuration is always validated",
        ["--skip-plugin-pre-install"] = Plugins,
        ["--strict"] = "every warning that matters is an error already",
        ["--teams"] = Cloud,
        ["--tracing"] = Tracing,
        ["--tracing-header"] = Tracing,
        ["plugin ls --project"] = "the plugins of a project are those of its program's packages; an update names one that is missing",
        ["preview --import-file"] = "write the file for `infra import --file` by hand",
        ["stack export --version"] = "read the checkpoint of the update in .pulumi/history; `infra up --to` deploys it",
        ["stack import --force"] =
            "a state of another stack, or one that violates a rule, would fail the next update: correct the file first",
        ["--transitive"] = "use `dotnet list package --include-transitive`",
    };

    /// <summary>The short forms of refused options, everywhere or on one command.</summary>
    private static readonly Dictionary<string, string> ShortForms = new()
    {
        ["-e"] = "--emoji",
        ["-Q"] = "--fully-qualify-stack-names",
        ["about -t"] = "--transitive",
        ["plugin ls -p"] = "--project",
        ["stack import -f"] = "--force",
        ["stack ls -o"] = "--organization",
    };

    /// <summary>The refused options, or a command with one, with their reasons.</summary>
    public static IReadOnlyDictionary<string, string> All => Reasons;

    /// <summary>The reason why a command has no such option; null for one that Pulumi does not have either.</summary>
    /// <param name="command">The words of the command after <c>infra</c>.</param>
    /// <param name="option">The option, e.g. <c>--teams</c>.</param>
    public static string? FindReason(string command, string option) =>
        Reasons.GetValueOrDefault($"{command} {option}") ?? Reasons.GetValueOrDefault(option);

    /// <summary>The error for an option that a command does not have; null for one that Pulumi does not have either.</summary>
    /// <param name="command">The words of the command after <c>infra</c>.</param>
    /// <param name="option">The option or its short form.</param>
    public static string? Describe(string command, string option)
    {
        var name = ShortForms.GetValueOrDefault($"{command} {option}") ?? ShortForms.GetValueOrDefault(option, option);
        return FindReason(command, name) is { } reason ? $"`{name}` is not supported by infra: {reason}" : null;
    }
}
