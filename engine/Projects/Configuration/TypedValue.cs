using System.Globalization;
using System.Text.Json.Nodes;

namespace Infra.Engine.Projects.Configuration;

/// <summary>The type that <c>config set --path</c> gives to a value, as Pulumi's.</summary>
internal static class TypedValue
{
    /// <summary>Converts a text: <c>true</c>, <c>false</c> and whole numbers get their types, all else is a string.</summary>
    public static JsonValue? Parse(string text) =>
        text switch
        {
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when long.TryParse(text, out var number) && number.ToString(CultureInfo.InvariantCulture) == text => JsonValue.Create(number),
            _ => JsonValue.Create(text),
        };
}
