using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Defaulting;

/// <summary>Sets the values of absent fields.</summary>
internal static class JsonDefaults
{
    /// <summary>Sets a field that is absent or null.</summary>
    public static void SetDefault(this JsonObject json, string field, JsonNode value)
    {
        if (json[field] is null)
        {
            json[field] = value;
        }
    }

    /// <summary>Sets a field that is absent, null or the empty string.</summary>
    public static void SetDefaultText(this JsonObject json, string field, string value)
    {
        if (json[field] is null || json.Text(field) is "")
        {
            json[field] = value;
        }
    }
}
