using System.Text.Json.Nodes;

namespace EndToEnd.Support;

/// <summary>Helpers for tests of policies.</summary>
internal static class PolicySandbox
{
    /// <summary>The folder of the repository's policy pack.</summary>
    public static string Pack { get; } = Path.Combine(BuildFacts.RepositoryRoot, "policies");

    /// <summary>The namespaces in the cluster of the stack dev, except for those of every cluster.</summary>
    public static async Task<IReadOnlyList<string>> NamespacesAsync(this Sandbox sandbox) =>
        [
            .. (await sandbox.KubectlJsonAsync("get", "namespaces"))["items"]!
                .AsArray()
                .Select(item => item!["metadata"]!["name"]!.GetValue<string>())
                .Where(name => name != "default" && !name.StartsWith("kube-", StringComparison.Ordinal)),
        ];

    /// <summary>The state of the stack dev.</summary>
    public static async Task<string> StateAsync(this Sandbox sandbox) =>
        JsonNode.Parse((await sandbox.InfraAsync("stack", "export", "--stack", "dev")).ShouldSucceed().Output)!["deployment"]!
            ["resources"]
            ?.ToJsonString()
        ?? "[]";

    /// <summary>Adds a line to the configuration of the stack dev.</summary>
    public static Task ConfigureAsync(this Sandbox sandbox, string line) =>
        File.AppendAllTextAsync(sandbox.StackFile("dev"), $"  {line}\n");

    /// <summary>Parses a command's JSON events.</summary>
    public static IReadOnlyList<(string Kind, JsonObject Event)> Events(this CommandResult result) =>
        [
            .. result
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonNode.Parse(line)!.AsObject().Single(member => member.Key.EndsWith("Event", StringComparison.Ordinal)))
                .Select(member => (member.Key, member.Value!.AsObject())),
        ];
}
