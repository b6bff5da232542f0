using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Projects.Configuration;

namespace Infra.Cli.Commands.Configuration;

/// <summary>Writes a configuration value as JSON, with the members of Pulumi's.</summary>
internal static class ConfigValueJson
{
    public static JsonSerializerOptions Indented { get; } =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="entry">The value.</param>
    /// <param name="reveal">Decrypts a value; null leaves out those that are or contain secrets.</param>
    public static JsonObject ToJson(ConfigEntry entry, Func<ConfigEntry, string>? reveal)
    {
        var json = new JsonObject();
        if (!entry.IsSecret)
        {
            reveal ??= plain => plain.Redact("");
        }

        if (reveal is not null)
        {
            var text = reveal(entry);
            json["value"] = text;
            if (entry.IsStructured)
            {
                json["objectValue"] = JsonNode.Parse(text);
            }
        }

        json["secret"] = entry.IsSecret;
        return json;
    }
}
