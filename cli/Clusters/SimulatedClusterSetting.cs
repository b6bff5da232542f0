using System.Text.Json.Nodes;
using Infra.Engine.Operations;
using Infra.Engine.Projects.Configuration;
using Infra.Engine.State;

namespace Infra.Cli.Clusters;

/// <summary>
/// The setting with which a stack says where it lands: <c>&lt;project&gt;:cluster</c>, with <c>kind: simulated</c> for one of this machine. Stacks may
/// share a simulated cluster by giving it one <c>name</c>; it is the stack's own otherwise.
/// </summary>
internal static class SimulatedClusterSetting
{
    private const string Simulated = "simulated";

    /// <summary>The name of the stack's simulated cluster, or null where it lands elsewhere.</summary>
    public static string? Find(Workspace workspace, StackName stack) =>
        workspace.Configuration(stack).File.Find(new ConfigKey(workspace.Project.Name, "cluster"))?.Value is not JsonObject setting
            ? null
            : Text(setting, "kind") is Simulated ? Text(setting, "name") ?? stack.Name : null;

    private static string? Text(JsonObject setting, string key) =>
        setting[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
