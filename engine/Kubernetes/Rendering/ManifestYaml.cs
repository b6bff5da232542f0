using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>Converts objects to YAML: keys are sorted, strings quoted wherever a parser might read another type.</summary>
public static class ManifestYaml
{
    private static readonly string[] First = ["apiVersion", "kind", "metadata"];

    /// <summary>Converts an object without its status.</summary>
    public static string ToYaml(JsonObject manifest)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(
            text,
            new EmitterSettings(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024)
        );
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        EmitMap(
            emitter,
            First
                .Where(manifest.ContainsKey)
                .Select(key => KeyValuePair.Create(key, manifest[key]))
                .Concat(manifest.Where(p => p.Key != "status" && !First.Contains(p.Key)).OrderBy(p => p.Key, StringComparer.Ordinal)),
            isEmpty: manifest.Count == 0
        );
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void EmitNode(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case null:
                EmitPlain(emitter, "null");
                break;
            case JsonObject map:
                EmitMap(emitter, map.OrderBy(p => p.Key, StringComparer.Ordinal), map.Count == 0);
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    EmitNode(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                if (node.GetValueKind() == JsonValueKind.String)
                {
                    EmitText(emitter, node.GetValue<string>());
                }
                else
                {
                    EmitPlain(emitter, node.ToJsonString());
                }

                break;
        }
    }

    private static void EmitMap(Emitter emitter, IEnumerable<KeyValuePair<string, JsonNode?>> entries, bool isEmpty)
    {
        emitter.Emit(new MappingStart(null, null, isImplicit: true, isEmpty ? MappingStyle.Flow : MappingStyle.Block));
        foreach (var (key, value) in entries)
        {
            EmitText(emitter, key);
            EmitNode(emitter, value);
        }

        emitter.Emit(new MappingEnd());
    }

    private static void EmitPlain(Emitter emitter, string text) =>
        emitter.Emit(new Scalar(null, null, text, ScalarStyle.Plain, isPlainImplicit: true, isQuotedImplicit: false));

    private static void EmitText(Emitter emitter, string text)
    {
        var style =
            text.Contains('\n', StringComparison.Ordinal) && IsBlockSafe(text) ? ScalarStyle.Literal
            : IsUnambiguous(text) ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(null, null, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    // True if no parser of YAML 1.1 or 1.2 reads the text as a number, date, boolean or null.
    private static bool IsUnambiguous(string text)
    {
        if (text.Length == 0 || !(char.IsAsciiLetter(text[0]) || text[0] is '/' or '_'))
        {
            return false;
        }

        foreach (var c in text)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or '/' or ':' or '@' or '+'))
            {
                return false;
            }
        }

        return text[^1] != ':'
            && text.ToUpperInvariant()
                is not ("Y" or "N" or "YES" or "NO" or "ON" or "OFF" or "TRUE" or "FALSE" or "NULL" or "NAN" or "INF");
    }

    private static bool IsBlockSafe(string text) =>
        !text.StartsWith(' ')
        && !text.StartsWith('\n')
        && !text.Contains(" \n", StringComparison.Ordinal)
        && !text.Contains('\t', StringComparison.Ordinal)
        && !text.Contains('\r', StringComparison.Ordinal)
        && text.All(c => c == '\n' || (!char.IsControl(c) && !char.IsSurrogate(c)));
}
