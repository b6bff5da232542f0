using System.CommandLine;
using Infra.Engine.Errors;
using Infra.Engine.Policies;

namespace Infra.Cli.Commands.Policies;

/// <summary>The options that name policy packs.</summary>
internal sealed class PolicyOptionSet
{
    public Option<string[]> Packs { get; } = new("--policy-pack")
    {
        Description = "Run this policy pack, besides those the stack's settings name; may be repeated",
        HelpName = "DIR",
    };

    public Option<string[]> ConfigFiles { get; } = new("--policy-pack-config")
    {
        Description = "A JSON file with the configuration of the policy pack of the same position",
        HelpName = "FILE",
    };

    public void AddTo(Command command)
    {
        command.Add(Packs);
        command.Add(ConfigFiles);
    }

    /// <summary>The packs named, their paths complete.</summary>
    /// <exception cref="UsageException">There are more configurations than packs.</exception>
    public IReadOnlyList<PolicyPackReference> Read(ParseResult parsed)
    {
        var packs = parsed.GetResult(Packs) is null ? [] : parsed.GetValue(Packs) ?? [];
        var files = parsed.GetResult(ConfigFiles) is null ? [] : parsed.GetValue(ConfigFiles) ?? [];
        if (files.Length > packs.Length)
        {
            throw new UsageException("--policy-pack-config: each needs a --policy-pack to configure", ExitCode.Configuration);
        }

        var directory = WorkspaceAccess.Directory(parsed);
        return [.. packs.Select((pack, i) => new PolicyPackReference(
            Path.GetFullPath(pack, directory), i < files.Length ? Path.GetFullPath(files[i], directory) : null))];
    }
}
