using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Json;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Configuration;

/// <summary>Reads a provider's inputs. Pulumi's SDKs send lists and booleans as JSON texts.</summary>
internal sealed class SettingValues(PropertyMap inputs)
{
    /// <summary>Whether one of the settings is unknown.</summary>
    public bool IsUnknown(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (inputs.Find(name)?.ContainsUnknowns() ?? false)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A text that is not empty, or null.</summary>
    public string? Text(string name) => inputs.Find(name)?.RevealSecrets() is PropertyString { Value.Length: > 0 } text ? text.Value : null;

    /// <summary>A list; null where it is missing, unknown or not a list.</summary>
    public JsonArray? List(string name)
    {
        switch (inputs.Find(name)?.RevealSecrets())
        {
            case PropertyString { Value.Length: > 0 } text:
                try
                {
                    return JsonNode.Parse(text.Value) as JsonArray;
                }
                catch (JsonException)
                {
                    return null;
                }

            case PropertyArray list when !list.ContainsUnknowns():
                return PropertyJson.ToJson(PropertyMap.Create((name, list)))[name] as JsonArray is { } array
                    ? array.DeepClone().AsArray()
                    : null;
            default:
                return null;
        }
    }

    /// <summary>Whether a setting has a value, which may be unknown.</summary>
    public bool IsSet(string name) => inputs.Find(name)?.RevealSecrets() is not (null or PropertyNull or PropertyString { Value: "" });
}
