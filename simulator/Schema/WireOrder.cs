using System.Globalization;
using System.Reflection;

namespace Infra.Simulator.Schema;

/// <summary>How one field goes over the wire.</summary>
/// <param name="Name">Its name in JSON.</param>
/// <param name="Numbers">Its number in protobuf, after those of the messages it is nested in; none where protobuf does not have it.</param>
/// <param name="Mark">When it is written; see the file's head.</param>
internal readonly record struct WireField(string Name, IReadOnlyList<int> Numbers, char Mark);

/// <summary>The order of fields and which of them are written when empty: what OpenAPI does not tell.</summary>
internal sealed class WireOrder
{
    private readonly Dictionary<string, string> _lines = new(StringComparer.Ordinal);

    private WireOrder(TextReader reader)
    {
        var package = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                package = line[1..^1] + ".";
            }
            else if (line.IndexOf(' ', StringComparison.Ordinal) is var space and > 0)
            {
                _lines[package + line[..space]] = line[(space + 1)..];
            }
        }
    }

    public static WireOrder Load()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("wire-order-1.36.txt")!;
        using var reader = new StreamReader(stream);
        return new WireOrder(reader);
    }

    public IReadOnlyList<WireField>? Find(string definition) =>
        _lines.TryGetValue(definition, out var line) ? [.. line.Split(' ').Select(Read)] : null;

    private static WireField Read(string text)
    {
        var parts = text.TrimEnd('!', '?', '*').Split('=');
        int[] numbers = parts.Length > 1 ? [.. parts[1].Split('.').Select(number => int.Parse(number, CultureInfo.InvariantCulture))] : [];
        return new WireField(parts[0], numbers, text[^1]);
    }
}
