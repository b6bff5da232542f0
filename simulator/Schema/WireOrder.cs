using System.Globalization;

namespace Infra.Simulator.Schema;

/// <summary>The encoding of a field.</summary>
/// <param name="Name">The name in JSON.</param>
/// <param name="Numbers">
/// The field number in protobuf, preceded by those of enclosing messages that JSON does not nest; empty if protobuf omits the field.
/// </param>
/// <param name="Mark">When the field is written; the head of <c>wire-order-1.36.txt</c> lists the marks.</param>
internal readonly record struct WireField(string Name, IReadOnlyList<int> Numbers, char Mark);

/// <summary>The order and protobuf numbers of fields, and which fields are written if empty. OpenAPI contains none of this.</summary>
internal sealed class WireOrder
{
    private readonly Dictionary<string, string> _lines;

    private WireOrder(IEnumerable<KeyValuePair<string, string>> lines) => _lines = new(lines, StringComparer.Ordinal);

    public static WireOrder Load() => new(DefinitionLines.Read("wire-order-1.36.txt"));

    public IReadOnlyList<WireField>? Find(string definition) =>
        _lines.TryGetValue(definition, out var line) ? [.. line.Split(' ').Select(ParseField)] : null;

    private static WireField ParseField(string text)
    {
        var parts = text.TrimEnd('!', '?', '*').Split('=');
        int[] numbers = parts.Length > 1 ? [.. parts[1].Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] : [];
        return new WireField(parts[0], numbers, text[^1]);
    }
}
