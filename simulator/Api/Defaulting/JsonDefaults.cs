using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Fills in values that are not there.</summary>
internal static class JsonDefaults
{
    public static void Default(this JsonObject json, string field, JsonNode value)
    {
        if (json[field] is null)
        {
            json[field] = value;
        }
    }

    /// <summary>Also replaces empty text.</summary>
    public static void DefaultText(this JsonObject json, string field, string value)
    {
        if (json[field] is null || json.Text(field) is "")
        {
            json[field] = value;
        }
    }

    public static JsonObject DefaultObject(this JsonObject json, string field) => json.GetOrAddObject(field);
}
