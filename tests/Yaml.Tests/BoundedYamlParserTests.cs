using System.Diagnostics;
using CsCheck;
using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Yaml.Tests;

public class BoundedYamlParserTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("a:\n  b: !Ref x\n", 2, "the tag '!Ref' has no meaning here; remove it")]
    [InlineData("a: !!binary eA==\n", 1, "the tag '!!binary' has no meaning here; remove it")]
    [InlineData("a: &x\n  b: *x\n", 2, "the alias '*x' refers to the value that contains it; move the anchor")]
    [InlineData("a: 1\nb: *x\n", 2, "no anchor '&x' is defined above this alias")]
    [InlineData("name: x\nb: [1\nc: 2", 2, "a bracket, a brace or a quotation mark is not closed")]
    [InlineData("a: 1\nb: \0\n", 2, "the character U+0000 is not allowed here; remove it")]
    [InlineData("a: 1\nb: \u0007\n", 2, "the character U+0007 is not allowed here; remove it")]
    [InlineData("a: 1\n\uFEFFb: 2\n", 2, "a byte order mark (U+FEFF) is not allowed here; remove it")]
    public void Read_InvalidText_IsAnErrorAtItsLine(string text, int line, string message)
    {
        var error = Assert.ThrowsAny<YamlException>(() => Read(text));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(line, error.Start.Line);
    }

    [Theory]
    [InlineData("a:\n\tb: c\n", 2)]
    [InlineData("a:\n  b: c\n\td: e\n", 3)]
    [InlineData("a: b\n\tc: d\n", 2)]
    [InlineData("a:\n  - b\n\t- c\n", 3)]
    [InlineData("a:\n  b: 1\n  \tc: 2\nd: 3\n", 3)]
    [InlineData("a: [\n\tb\n\t]\n", 2)]
    [InlineData("a:\n  b: x\n\n# c\n\tc: 2\n", 5)]
    [InlineData("a:\n  x: |\n    foo\n\tbar\nb: [\n", 4)]
    [InlineData("a:\r\n  b: c\r\n\td: e\r\n", 3)]
    public void Read_TabAsIndentation_IsAnErrorAtTheLineOfTheTab(string text, int line)
    {
        var error = Assert.ThrowsAny<YamlException>(() => Read(text));

        Assert.Equal("a tab indents this line; indent with spaces", error.Message);
        Assert.Equal(line, error.Start.Line);
    }

    [Theory]
    [InlineData("\uFEFFa: 1\n")]
    [InlineData("a:\t1\nb: |\n  x\n  \ty\n")]
    [InlineData("a: \U0001F600\n")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x\n")]
    public void Read_ValidText_Succeeds(string text) => Assert.NotEmpty(Read(text));

    public static TheoryData<string, string> Bombs { get; } =
        new()
        {
            { Repeat("[", 100_000), "nested deeper" },
            { Repeat("{", 100_000), "nested deeper" },
            { Repeat("[\n", 100_000), "nested deeper" },
            { Repeat("- ", 100_000), "nested deeper" },
            { Repeat("? ", 100_000), "nested deeper" },
            { Repeat("{a: ", 100_000), "nested deeper" },
            { Repeat("[", 100_000) + Repeat("]", 100_000), "nested deeper" },
            { Repeat("!", 100_000), "the tag '!" },
            { "a: &a [x, x, x, x]\n" + string.Concat(Enumerable.Range(1, 20).Select(Doubling)), "the aliases up to this one add more" },
            { "a0: &a0 [x]\n" + string.Concat(Enumerable.Range(1, 1_000).Select(Deeper)), "nested deeper" },
        };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Read_Bomb_IsAnErrorInLessThanASecond(string text, string message)
    {
        var start = Stopwatch.GetTimestamp();

        var error = Assert.ThrowsAny<YamlException>(() => Read(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 200);
        Assert.True(Stopwatch.GetElapsedTime(start) < Soon);
    }

    [Fact]
    public void LineThatTheScannerWouldTakeLongFor_IsAnErrorAtItsLine()
    {
        var parser = new BoundedYamlParser("a: 1\nb: '" + new string('x', 1_000_000) + "'\n");

        var error = Assert.Throws<YamlLimitException>(() =>
        {
            while (parser.MoveNext()) { }
        });

        Assert.Equal(2, error.Start.Line);
        Assert.StartsWith("the line has more than", error.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ManyAliasesOfAMapping_AreWithinTheLimit() =>
        Assert.NotEmpty(
            Read(
                "x: &common {a: 1, b: 2, c: 3, d: 4, e: 5}\nservices:\n"
                    + string.Concat(Enumerable.Range(0, 5_000).Select(i => $"  s{i}: {{<<: *common, image: \"a:1\"}}\n"))
            )
        );

    [Fact]
    public void Read_AnyText_EndsWithinItsBounds_OrWithAPlace()
    {
        string[] fragments =
        [
            "a",
            "1",
            " ",
            "  ",
            "\n",
            "\n  ",
            "\t",
            ": ",
            "- ",
            "? ",
            "[",
            "]",
            "{",
            "}",
            ", ",
            "&a ",
            "*a",
            "<<: ",
            "|",
            ">",
        ];
        string[] marks = ["!", "!!str ", "%", "@", "`", "'", "\"", "#", "---\n", "...\n", "\0", "\uFEFF", "\uD800", "é", "\r"];

        Gen.Int[0, (3 * fragments.Length) + marks.Length - 1]
            .Select(i => i < 3 * fragments.Length ? fragments[i / 3] : marks[i - (3 * fragments.Length)])
            .Array[0, 60]
            .Sample(parts =>
            {
                var text = string.Concat(parts);
                try
                {
                    var open = 0;
                    foreach (var parsed in Read(text))
                    {
                        open += parsed.NestingIncrease;
                        Assert.InRange(open, 0, BoundedYamlParser.MaximumDepth + 2);
                    }
                }
                catch (YamlException error)
                {
                    Assert.InRange(error.Start.Line, 1, text.Split('\n', '\r').Length + 1);
                }
            });
    }

    private static List<ParsingEvent> Read(string text)
    {
        var parser = new BoundedYamlParser(text);
        var events = new List<ParsingEvent>();
        while (parser.MoveNext())
        {
            events.Add(parser.Current!);
        }

        return events;
    }

    private static string Repeat(string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    private static string Doubling(int i) =>
        $"{(char)('a' + i)}: &{(char)('a' + i)} [{string.Join(", ", Enumerable.Repeat($"*{(char)('a' + i - 1)}", 4))}]\n";

    private static string Deeper(int i) => $"a{i}: &a{i} [[*a{i - 1}]]\n";
}
