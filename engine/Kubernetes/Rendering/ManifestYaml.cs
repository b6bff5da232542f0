using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// Converts objects to YAML in block style: keys are sorted, and items of a list stand at the column of its key. An emitter of events takes
/// several times as long, which counts with thousands of objects.
/// </summary>
public static class ManifestYaml
{
    private const int Indent = 2;

    // Longer keys, and those of several lines, need the indicator of a key.
    private const int MaxSimpleKey = 1024;

    private const string LineBreaks = "\n\r\u0085\u2028\u2029";

    private static readonly string[] First = ["apiVersion", "kind", "metadata"];

    /// <summary>Converts an object without its status.</summary>
    public static string ToYaml(JsonObject manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Count == 0)
        {
            return "{}\n";
        }

        var output = new StringBuilder();
        var rest = Sorted(manifest.Where(property => property.Key != "status" && !First.Contains(property.Key)));
        WriteMap(output, [.. First.Where(manifest.ContainsKey).Select(key => KeyValuePair.Create(key, manifest[key])), .. rest], 0, false);
        return output.ToString();
    }

    private static KeyValuePair<string, JsonNode?>[] Sorted(IEnumerable<KeyValuePair<string, JsonNode?>> properties)
    {
        KeyValuePair<string, JsonNode?>[] sorted = [.. properties];
        Array.Sort(sorted, (left, right) => string.CompareOrdinal(left.Key, right.Key));
        return sorted;
    }

    /// <param name="output">Receives the lines.</param>
    /// <param name="entries">The entries, at least one.</param>
    /// <param name="column">The column of the keys.</param>
    /// <param name="isOnLine">Whether the line of the first entry is begun: it follows the indicator of an item or of a value.</param>
    private static void WriteMap(StringBuilder output, KeyValuePair<string, JsonNode?>[] entries, int column, bool isOnLine)
    {
        foreach (var (key, value) in entries)
        {
            output.Append(' ', isOnLine ? 0 : column);
            isOnLine = false;
            if (key.Length > MaxSimpleKey || key.AsSpan().ContainsAny(LineBreaks))
            {
                output.Append("? ");
                EndLine(output, YamlScalar.Write(output, key, column + Indent));
                output.Append(' ', column).Append(':');
                WriteAfterIndicator(output, value, column);
            }
            else
            {
                YamlScalar.Write(output, key, column);
                output.Append(':');
                WriteValue(output, value, column);
            }
        }
    }

    private static void WriteList(StringBuilder output, JsonArray list, int column, bool isOnLine)
    {
        foreach (var item in list)
        {
            output.Append(' ', isOnLine ? 0 : column).Append('-');
            isOnLine = false;
            WriteAfterIndicator(output, item, column);
        }
    }

    /// <summary>Writes the value of a key that stands at a column.</summary>
    private static void WriteValue(StringBuilder output, JsonNode? value, int column)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                output.Append('\n');
                WriteMap(output, Sorted(map), column + Indent, isOnLine: false);
                break;
            case JsonArray { Count: > 0 } list:
                output.Append('\n');
                WriteList(output, list, column, isOnLine: false);
                break;
            default:
                WriteScalar(output, value, column);
                break;
        }
    }

    /// <summary>Writes a value on the line of an indicator that stands at a column.</summary>
    private static void WriteAfterIndicator(StringBuilder output, JsonNode? value, int column)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                output.Append(' ');
                WriteMap(output, Sorted(map), column + Indent, isOnLine: true);
                break;
            case JsonArray { Count: > 0 } list:
                output.Append(' ');
                WriteList(output, list, column + Indent, isOnLine: true);
                break;
            default:
                WriteScalar(output, value, column);
                break;
        }
    }

    private static void WriteScalar(StringBuilder output, JsonNode? value, int column)
    {
        output.Append(' ');
        if (value?.GetValueKind() == JsonValueKind.String)
        {
            EndLine(output, YamlScalar.Write(output, value.GetValue<string>(), column + Indent));
        }
        else
        {
            output
                .Append(
                    value switch
                    {
                        null => "null",
                        JsonObject => "{}",
                        JsonArray => "[]",
                        _ => value.ToJsonString(),
                    }
                )
                .Append('\n');
        }
    }

    private static void EndLine(StringBuilder output, bool isEnded) => output.Append(isEnded ? "" : "\n");
}
