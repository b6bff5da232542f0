using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Policies;

namespace Infra.Cli.Commands.Policies;

/// <summary>The options that select policy packs.</summary>
internal sealed class PolicyOptionSet
{
    public Option<string[]> Packs { get; } =
        new("--policy-pack")
        {
            Description = "A policy pack to run in addition to those in the stack's configuration; may be repeated",
            HelpName = "DIR",
        };

    public Option<string[]> ConfigFiles { get; } =
        new("--policy-pack-config")
        {
            Description = "A JSON file with the configuration of the policy pack at the same position",
            HelpName = "FILE",
        };

    public void AddTo(Command command)
    {
        command.Add(Packs);
        command.Add(ConfigFiles);
    }

    /// <summary>The named packs, with absolute paths.</summary>
    /// <exception cref="UsageException">There are more configurations than packs.</exception>
    public IReadOnlyList<PolicyPackReference> Read(ParseResult parsed)
    {
        var packs = parsed.GetResult(Packs) is null ? [] : parsed.GetValue(Packs) ?? [];
        var files = parsed.GetResult(ConfigFiles) is null ? [] : parsed.GetValue(ConfigFiles) ?? [];
        if (files.Length > packs.Length)
        {
            throw new UsageException(
                "--policy-pack-config: there are more configurations than --policy-pack options; give each pack at most one",
                ExitCode.Configuration
            );
        }

        var directory = WorkspaceAccess.Directory(parsed);
        return
        [
            .. packs.Select(
                (pack, i) =>
                    new PolicyPackReference(
                        Path.GetFullPath(pack, directory),
                        i < files.Length ? Path.GetFullPath(files[i], directory) : null
                    )
            ),
        ];
    }
}
