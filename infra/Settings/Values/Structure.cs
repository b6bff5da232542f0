using System.Text.Json.Nodes;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Settings.Values;

/// <summary>A value of any structure: a part of a Kubernetes object.</summary>
/// <param name="Node">The value as written.</param>
internal sealed record Structure(SettingsNode Node)
{
    /// <summary>Converts the value to JSON.</summary>
    public JsonNode? ToJson() => NodeJson.Convert(Node);
}
