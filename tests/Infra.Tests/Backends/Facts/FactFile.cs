using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Infra.Tests.Backends.Facts;

/// <summary>The form of facts in a file: for each object its groups, each a mapping that fills its lines.</summary>
internal static partial class FactFile
{
    private const int Columns = 140;

    public static FactSet Read(JsonObject objects)
    {
        var facts = new FactSet();
        foreach (var (id, groups) in objects)
        {
            foreach (var (group, entries) in (JsonObject)groups!)
            {
                foreach (var (key, value) in (JsonObject)entries!)
                {
                    facts.Add(id, group, key, value!.GetValue<string>());
                }
            }
        }

        return facts;
    }

    public static string Write(FactSet facts)
    {
        var text = new StringBuilder();
        foreach (var ofObject in facts.All.GroupBy(fact => fact.Object))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {ofObject.Key}:\n");
            foreach (var group in ofObject.GroupBy(fact => fact.Group))
            {
                text.Append(Filled($"    {Quoted(group.Key)}: {{", group.Select(fact => $"{Quoted(fact.Key)}: {Quoted(fact.Value)}")));
            }
        }

        return text.ToString();
    }

    private static string Filled(string start, IEnumerable<string> entries)
    {
        var text = new StringBuilder(start);
        var column = start.Length;
        var separator = "";
        foreach (var entry in entries)
        {
            if (column + separator.Length + entry.Length + 2 > Columns && separator.Length > 0)
            {
                text.Append(",\n        ");
                (column, separator) = (8, "");
            }

            text.Append(separator).Append(entry);
            column += separator.Length + entry.Length;
            separator = ", ";
        }

        return text.Append("}\n").ToString();
    }

    private static string Quoted(string text) =>
        PlainText().IsMatch(text)
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\A[A-Za-z0-9_./][A-Za-z0-9_./@%+-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex PlainText();
}
