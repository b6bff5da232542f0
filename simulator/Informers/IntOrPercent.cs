using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Informers;

/// <summary>A number of things, either absolute or as a percentage of a total.</summary>
/// <param name="Value">The number or the percentage.</param>
/// <param name="IsPercent">Whether <paramref name="Value"/> is a percentage.</param>
internal readonly record struct IntOrPercent(int Value, bool IsPercent = false)
{
    /// <summary>The absolute number, a fraction rounded up.</summary>
    public int ResolveUp(int total) => IsPercent ? (int)Math.Ceiling((double)Value * total / 100) : Value;

    /// <summary>The absolute number, a fraction rounded down.</summary>
    public int ResolveDown(int total) => IsPercent ? (int)Math.Floor((double)Value * total / 100) : Value;

    /// <summary>Reads a number or a text such as <c>25%</c>; null where there is nothing.</summary>
    public static IntOrPercent? FromJson(JsonNode? node) => node switch
    {
        null => null,
        _ when node.GetValueKind() == JsonValueKind.String => Parse(node.GetValue<string>()),
        _ => new IntOrPercent((int)(node.AsInteger() ?? 0)),
    };

    /// <summary>Reads <c>25%</c> or <c>3</c>.</summary>
    public static IntOrPercent Parse(string text) =>
        text.EndsWith('%')
            ? new IntOrPercent(int.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.Integer, CultureInfo.InvariantCulture), IsPercent: true)
            : new IntOrPercent(int.Parse(text, NumberStyles.Integer, CultureInfo.InvariantCulture));
}
