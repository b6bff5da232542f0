using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Rendering;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Engine.Tests.Kubernetes.Rendering;

/// <summary>Compares the YAML of random objects with that of YamlDotNet's emitter, byte by byte.</summary>
public sealed class ManifestYamlTests
{
    private const int Objects = 3000;

    private static readonly string[] Texts =
    [
        "",
        "a",
        "y",
        "No",
        "null",
        "-",
        "---",
        "- a",
        "a:",
        "a: b",
        "a #b",
        "1",
        "1e3",
        "~",
        "/x",
        "_x",
        "a/b:c@d+e",
        "\"q\"",
        "a\\b",
        "'",
        "é",
        "\u00a0",
        "\u0085",
        "\u001b",
        "\0",
        "\ufeff",
        "😀",
        "\t",
        "a\tb",
        "a\n",
        "a\n\n",
        "a\nb",
        "a\n\nb\n",
        "a\n  b",
        "a \nb",
        " a\nb",
        "\na",
        "\n",
        "a\nb ",
        "a\rb",
        "a\r\nb",
        "é\nü\n",
        "😀\nb",
        "a\n- b\n",
        "{}",
        "[a]",
        "%a",
        "a,b",
        "?",
        "? a",
        "&a",
        "*a",
        "!a",
        "|",
        ">",
    ];

    [Fact]
    public void ToYaml_AnyObject_IsWhatAnEmitterWrites()
    {
        for (var seed = 0; seed < Objects; seed++)
        {
            var manifest = Map(new Random(seed), depth: 0);

            Assert.Equal($"{seed}: {Emit(manifest)}", $"{seed}: {ManifestYaml.ToYaml(manifest)}");
        }
    }

    [Fact]
    public void ToYaml_CharactersThatParsersReadDifferently_AreEscaped() =>
        Assert.Equal("a: \"b\\n\\L\\P\\uFFFF\"\n", ManifestYaml.ToYaml(new JsonObject { ["a"] = "b\n\u2028\u2029\uffff" }));

    [Theory]
    [InlineData("1000000000000000")]
    [InlineData("9007199254740991")]
    [InlineData("-9007199254740991")]
    public void ToYaml_AWholeNumber_HasNoExponent(string number) =>
        Assert.Equal($"a: {number}\n", ManifestYaml.ToYaml(JsonNode.Parse($$"""{"a": {{number}} }""")!.AsObject()));

    private static JsonObject Map(Random random, int depth)
    {
        var map = new JsonObject();
        for (var count = random.Next(5); count > 0; count--)
        {
            map[random.Next(40) == 0 ? new string('k', 1000 + random.Next(50)) : Text(random)] = Node(random, depth + 1);
        }

        return map;
    }

    private static JsonNode? Node(Random random, int depth) =>
        random.Next(depth > 4 ? 5 : 8) switch
        {
            0 => null,
            1 => random.Next(2) == 0,
            2 => random.Next(-1000, 1000) / (random.Next(2) == 0 ? 1.0 : 8.0),
            3 or 4 => Text(random),
            5 => new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Node(random, depth + 1))]),
            _ => Map(random, depth),
        };

    private static string Text(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(1, 3)).Select(_ => Texts[random.Next(Texts.Length)]));

    private static string Emit(JsonObject manifest)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var emitter = new Emitter(text, new EmitterSettings(2, int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, manifest);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(null, null, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (key, value) in map.OrderBy(p => p.Key, StringComparer.Ordinal))
                {
                    EmitText(emitter, key);
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(null, null, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Emit(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            default:
                if (node?.GetValueKind() == JsonValueKind.String)
                {
                    EmitText(emitter, node.GetValue<string>());
                }
                else
                {
                    emitter.Emit(new Scalar(null, null, node?.ToJsonString() ?? "null", ScalarStyle.Plain, true, false));
                }

                break;
        }
    }

    private static void EmitText(Emitter emitter, string text)
    {
        var isBlock =
            text.Contains('\n', StringComparison.Ordinal)
            && text[0] is not (' ' or '\n')
            && !text.Contains(" \n", StringComparison.Ordinal)
            && text.All(c => c == '\n' || (!char.IsControl(c) && !char.IsSurrogate(c)));
        var style =
            isBlock ? ScalarStyle.Literal
            : IsPlain(text) ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted;
        emitter.Emit(new Scalar(null, null, text, style, isPlainImplicit: true, isQuotedImplicit: true));
    }

    private static bool IsPlain(string text) =>
        text.Length > 0
        && (char.IsAsciiLetter(text[0]) || text[0] is '/' or '_')
        && text.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:@+".Contains(c, StringComparison.Ordinal))
        && text[^1] != ':'
        && !new[] { "Y", "N", "YES", "NO", "ON", "OFF", "TRUE", "FALSE", "NULL", "NAN", "INF" }.Contains(text.ToUpperInvariant());
}
