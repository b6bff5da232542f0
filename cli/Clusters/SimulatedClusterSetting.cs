using System.Text.Json.Nodes;
using Infra.Engine.Operations;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Cli.Clusters;

/// <summary>
/// The settings with which a stack says where it lands: <c>&lt;project&gt;:cluster</c>, or <c>&lt;project&gt;:clusters</c> with several by name; those with
/// <c>kind: simulated</c> are of this machine. Stacks may share a simulated cluster by giving it one <c>name</c>; it is the stack's own otherwise.
/// </summary>
internal static class SimulatedClusterSetting
{
    private const string Simulated = "simulated";

    /// <summary>The names of the stack's simulated clusters, in the order of writing, and whether it lands on others as well.</summary>
    public static (IReadOnlyList<string> Names, bool LandsElsewhere) Find(Workspace workspace, StackName stack)
    {
        var settings = workspace.Configuration(stack).File;

        // Null unsets a setting.
        var several = Setting("clusters")?.Where(cluster => cluster.Value is not null).ToArray() ?? [];
        string?[] names = several.Length > 0
            ? [.. several.Select(cluster => NameOf(cluster.Value, $"{stack.Name}-{cluster.Key}"))]
            : [NameOf(Setting("cluster"), stack.Name)];
        return ([.. names.OfType<string>()], names.Contains(null));

        JsonObject? Setting(string key) => settings.Find(new ConfigKey(workspace.Project.Name, key))?.Value as JsonObject;
    }

    private static string? NameOf(JsonNode? cluster, string otherwise) =>
        cluster is JsonObject setting && Text(setting, "kind") is Simulated ? Text(setting, "name") ?? otherwise : null;

    private static string? Text(JsonObject setting, string key) =>
        setting[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
