using System.CommandLine;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Policies;

namespace Infra.Cli.Commands.Policies;

/// <summary><c>infra policy ls</c>.</summary>
internal static class ListPoliciesCommand
{
    public static Command Create()
    {
        var policies = new PolicyOptionSet();
        var command = new InfraCommand(
            "ls", "List what policy packs check, as the packs themselves tell it",
            ("infra policy ls", "List the policies of the pack in policies/"),
            ("infra policy ls --policy-pack other --policy-pack-config strict.json", "List another pack's, at the levels a configuration gives them"));
        policies.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var details = await PolicyChecks.ListAsync(
                DefaultPack.OrNamed(policies.Read(parsed), parsed), note => Console.Error.WriteLine(note), cancellationToken);
            TextTable.Write(
                ["NAME", "SEVERITY", "LEVEL", "PROFILE", "DESCRIPTION"],
                details.Select(policy => (string[])
                [
                    policy.Name, PolicyReport.Word(policy.Severity), policy.Level.ToString().ToLowerInvariant(), Tag(policy, "profile:"), policy.Description,
                ]));
            return 0;
        });
        return command;
    }

    private static string Tag(PolicyDetails policy, string prefix) =>
        policy.Tags.FirstOrDefault(tag => tag.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
}
