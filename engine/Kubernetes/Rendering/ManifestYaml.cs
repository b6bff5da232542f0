using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// Converts objects to YAML in block style: keys are sorted, and items of a list stand at the column of its key. An emitter of events takes
/// several times as long, which counts with thousands of objects.
/// </summary>
public static class ManifestYaml
{
    private const int Indent = 2;

    private const int TypicalLength = 2048;

    // Longer keys, and those of several lines, need the indicator of a key.
    private const int MaxSimpleKey = 1024;

    private const string LineBreaks = "\n\r\u0085\u2028\u2029";

    private static readonly string[] First = ["apiVersion", "kind", "metadata"];

    /// <summary>Converts an object without its status.</summary>
    public static string ToYaml(JsonObject manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        return ToYaml(PropertyConversion.ToProperties(manifest));
    }

    /// <summary>Converts an object without its status. Secrets become plain text.</summary>
    /// <exception cref="ResourceProviderException">A value cannot be part of a manifest.</exception>
    public static string ToYaml(PropertyMap manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        if (manifest.Count == 0)
        {
            return "{}\n";
        }

        var output = new StringBuilder(TypicalLength);
        foreach (var key in First)
        {
            if (manifest.Find(key) is { } value)
            {
                WriteEntry(output, key, value, 0);
            }
        }

        foreach (var (key, value) in manifest)
        {
            if (key != "status" && !First.Contains(key))
            {
                WriteEntry(output, key, value, 0);
            }
        }

        return output.ToString();
    }

    /// <param name="output">Receives the lines.</param>
    /// <param name="map">The entries, at least one.</param>
    /// <param name="column">The column of the keys.</param>
    /// <param name="isOnLine">Whether the line of the first entry is begun: it follows the indicator of an item or of a value.</param>
    private static void WriteMap(StringBuilder output, PropertyMap map, int column, bool isOnLine)
    {
        if (map.Keys.Any(PropertyConversion.IsRenamed))
        {
            foreach (
                var (key, value) in map.Where(entry => !PropertyConversion.IsShadowed(map, entry.Key))
                    .Select(entry => KeyValuePair.Create(PropertyConversion.Dash(entry.Key), entry.Value))
                    .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            )
            {
                WriteEntry(output, key, value, column, isOnLine);
                isOnLine = false;
            }

            return;
        }

        foreach (var (key, value) in map)
        {
            WriteEntry(output, key, value, column, isOnLine);
            isOnLine = false;
        }
    }

    private static void WriteEntry(StringBuilder output, string key, PropertyValue value, int column, bool isOnLine = false)
    {
        output.Append(' ', isOnLine ? 0 : column);
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

    private static void WriteList(StringBuilder output, PropertyArray list, int column, bool isOnLine)
    {
        foreach (var item in list.Elements)
        {
            output.Append(' ', isOnLine ? 0 : column).Append('-');
            isOnLine = false;
            WriteAfterIndicator(output, item, column);
        }
    }

    /// <summary>Writes the value of a key that stands at a column.</summary>
    private static void WriteValue(StringBuilder output, PropertyValue written, int column)
    {
        switch (Known(written))
        {
            case PropertyObject { Properties: { Count: > 0 } map }:
                output.Append('\n');
                WriteMap(output, map, column + Indent, isOnLine: false);
                break;
            case PropertyArray { Elements.IsEmpty: false } list:
                output.Append('\n');
                WriteList(output, list, column, isOnLine: false);
                break;
            case var scalar:
                WriteScalar(output, scalar, column);
                break;
        }
    }

    /// <summary>Writes a value on the line of an indicator that stands at a column.</summary>
    private static void WriteAfterIndicator(StringBuilder output, PropertyValue written, int column)
    {
        switch (Known(written))
        {
            case PropertyObject { Properties: { Count: > 0 } map }:
                output.Append(' ');
                WriteMap(output, map, column + Indent, isOnLine: true);
                break;
            case PropertyArray { Elements.IsEmpty: false } list:
                output.Append(' ');
                WriteList(output, list, column + Indent, isOnLine: true);
                break;
            case var scalar:
                WriteScalar(output, scalar, column);
                break;
        }
    }

    private static void WriteScalar(StringBuilder output, PropertyValue scalar, int column)
    {
        output.Append(' ');
        var text = scalar switch
        {
            PropertyNull => "null",
            PropertyBoolean flag => flag.Value ? "true" : "false",
            PropertyNumber { Value: var number } => PropertyConversion.ToInteger(number)?.ToString(CultureInfo.InvariantCulture)
                ?? number.ToString(CultureInfo.InvariantCulture),
            PropertyObject => "{}",
            PropertyArray => "[]",
            _ => null,
        };
        if (text is not null)
        {
            output.Append(text).Append('\n');
            return;
        }

        EndLine(output, YamlScalar.Write(output, PropertyConversion.ToText(scalar), column + Indent));
    }

    /// <summary>The value in secrets and outputs.</summary>
    private static PropertyValue Known(PropertyValue value) =>
        value switch
        {
            PropertySecret secret => Known(secret.Value),
            PropertyOutput { Value: { } known } => Known(known),
            _ => value,
        };

    private static void EndLine(StringBuilder output, bool isEnded) => output.Append(isEnded ? "" : "\n");
}
