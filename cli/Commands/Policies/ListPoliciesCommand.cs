using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
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
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "ls",
            "List the policies of policy packs",
            ("infra policy ls", "List the policies of the pack in policies/"),
            (
                "infra policy ls --policy-pack other --policy-pack-config strict.json",
                "List the policies of another pack with the levels of a configuration"
            )
        );
        command.Aliases.Add("list");
        command.Add(json);
        policies.AddTo(command);
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var details = await PolicyChecks.ListAsync(
                    DefaultPack.IfNone(policies.Read(parsed), parsed),
                    note => Console.Error.WriteLine(note),
                    cancellationToken
                );
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(new JsonArray([.. details.Select(ToJson)]).ToJsonString(ConfigValueJson.Indented));
                    return 0;
                }

                TextTable.Write(
                    ["NAME", "SEVERITY", "LEVEL", "PROFILE", "DESCRIPTION"],
                    details.Select(policy =>
                        (string[])
                            [
                                policy.Name,
                                PolicyReport.SeverityName(policy.Severity),
                                policy.Level.ToString().ToLowerInvariant(),
                                Tag(policy, "profile:"),
                                policy.Description,
                            ]
                    )
                );
                return 0;
            }
        );
        return command;
    }

    private static JsonObject ToJson(PolicyDetails policy) =>
        new()
        {
            ["name"] = policy.Name,
            ["severity"] = PolicyReport.SeverityName(policy.Severity),
            ["enforcementLevel"] = policy.Level.ToString().ToLowerInvariant(),
            ["tags"] = new JsonArray([.. policy.Tags.Select(tag => JsonValue.Create(tag))]),
            ["description"] = policy.Description,
        };

    private static string Tag(PolicyDetails policy, string prefix) =>
        policy.Tags.FirstOrDefault(tag => tag.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..] ?? "";
}
