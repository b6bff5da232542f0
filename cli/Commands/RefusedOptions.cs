using System.CommandLine;

namespace Infra.Cli.Commands;

/// <summary>
/// Options of Pulumi's command line that infra does not support. They are hidden, and refused by name with the reason and the alternative.
/// </summary>
internal static class RefusedOptions
{
    private const string NoRemote = "remote deployments need Pulumi Cloud; run infra on the CI runner itself";
    private const string NoAssistant = "there is no assistant service";

    /// <summary>Reasons by the names of options that Pulumi's operations have.</summary>
    public static IReadOnlyDictionary<string, string> OfOperations { get; } =
        new Dictionary<string, string>
        {
            ["--attach-debugger"] = "start the program in a debugger instead, with the environment of docs/program-contract.md",
            ["--client"] = "the program is started by the command",
            ["--config-file"] = "a stack has one file, Pulumi.<stack>.yaml; name another stack with --stack",
            ["--copilot"] = NoAssistant,
            ["--exec-agent"] = "it is meant for Pulumi's own automation",
            ["--exec-kind"] = "it is meant for Pulumi's own automation",
            ["--ignore-protect"] = "set the option `protect` of the resources to false first",
            ["--neo"] = NoAssistant,
            ["--neo-task-on-failure"] = NoAssistant,
            ["--output"] = "use --json",
            ["--run-program"] =
                "destroy and refresh use the providers as the state records them; if a provider's configuration has changed, run `infra up` first",
            ["--secrets-provider"] =
                "secrets are encrypted with the passphrase in PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE",
            ["--skip-config-validation"] = "the program validates its configuration itself",
            ["--skip-plugin-pre-install"] = "no plugins are installed on demand",
            ["--strict"] = "an unknown type of resource is always an error",
            ["--target-snippet"] = "there are no snippets; use --target",
            ["--remote"] = NoRemote,
            ["--remote-agent-pool-id"] = NoRemote,
            ["--remote-env"] = NoRemote,
            ["--remote-env-secret"] = NoRemote,
            ["--remote-executor-image"] = NoRemote,
            ["--remote-executor-image-password"] = NoRemote,
            ["--remote-executor-image-username"] = NoRemote,
            ["--remote-git-auth-access-token"] = NoRemote,
            ["--remote-git-auth-password"] = NoRemote,
            ["--remote-git-auth-ssh-private-key"] = NoRemote,
            ["--remote-git-auth-ssh-private-key-path"] = NoRemote,
            ["--remote-git-auth-username"] = NoRemote,
            ["--remote-git-branch"] = NoRemote,
            ["--remote-git-commit"] = NoRemote,
            ["--remote-git-repo-dir"] = NoRemote,
            ["--remote-inherit-settings"] = NoRemote,
            ["--remote-pre-run-command"] = NoRemote,
            ["--remote-skip-install-dependencies"] = NoRemote,
        };

    /// <summary>Reasons by the names of options that all of Pulumi's commands have.</summary>
    public static IReadOnlyDictionary<string, string> OfAllCommands { get; } =
        new Dictionary<string, string>
        {
            ["--disable-integrity-checking"] = "a state that violates the integrity rules must be repaired or restored from its backup",
            ["--emoji"] = "the output has no emoji",
            ["--fully-qualify-stack-names"] = "a file backend has one organization",
            ["--logflow"] = "a program's log goes through the engine; use --debug",
            ["--logtostderr"] = "there is no log apart from the output; use --debug",
            ["--memprofilerate"] = "use dotnet-trace",
            ["--otel-traces"] = "there is no tracing",
            ["--profiling"] = "use dotnet-trace",
            ["--tracing"] = "there is no tracing",
            ["--tracing-header"] = "there is no tracing",
        };

    /// <summary>Adds refused options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="reasons">The reasons by the options' names.</param>
    /// <param name="recursive">True for all its subcommands as well.</param>
    public static void AddTo(Command command, IReadOnlyDictionary<string, string> reasons, bool recursive = false)
    {
        foreach (var (name, reason) in reasons)
        {
            var option = new Option<string?>(name)
            {
                Hidden = true,
                Recursive = recursive,
                Arity = ArgumentArity.ZeroOrOne,
            };
            option.Validators.Add(result => result.AddError($"{name} is not supported: {reason}."));
            command.Add(option);
        }
    }
}
