using System.Diagnostics;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;
using Infra.Protocol.Values;

namespace Engine.Tests.Projects;

public class YamlFileTests
{
    [Fact]
    public void Parse_DuplicateKeys_ThrowsWithAllLines()
    {
        var error = Assert.Throws<ConfigurationException>(() =>
            YamlFile.Parse(
                "Pulumi.dev.yaml",
                """
                config:
                  a:services:
                    catalog: {replicas: 1}
                    orders: {env: {A: 1, A: 2} }
                    catalog: {replicas: 2}
                """
            )
        );

        Assert.Equal(
            """
            Pulumi.dev.yaml:4: 'A' is a duplicate key, first used in line 4: merge, rename or remove one of the two
            Pulumi.dev.yaml:5: 'catalog' is a duplicate key, first used in line 3: merge, rename or remove one of the two
            """,
            error.Message
        );
    }

    [Fact]
    public void Parse_SameKeyInDifferentMappings_KeepsBoth() =>
        Assert.Equal(
            """{"a":{"x":1},"b":{"x":2},"c":[{"x":3},{"x":4}]}""",
            YamlNodes.ToJson(YamlFile.Parse("Pulumi.dev.yaml", "a: {x: 1}\nb: {x: 2}\nc: [{x: 3}, {x: 4}]\n").Root!)!.ToJsonString()
        );

    [Theory]
    [InlineData("a: 1\n---\na: 2\n", 2)]
    [InlineData("---\na: 1\n# more\n\n--- # second\nb: 2\n---\nc: 3\n", 5)]
    [InlineData("a: 1\n...\n---\n", 3)]
    [InlineData("---\n---\na: 1\n", 2)]
    public void Parse_SecondDocument_ThrowsWithItsLine(string text, int line) =>
        Assert.Equal(
            $"Pulumi.dev.yaml:{line}: a second YAML document begins here, but the file may hold only one: remove the `---`, or what follows it",
            Assert.Throws<ConfigurationException>(() => YamlFile.Parse("Pulumi.dev.yaml", text)).Message
        );

    [Fact]
    public void Parse_MarkersAroundASingleDocument_AreAccepted() =>
        Assert.NotNull(YamlFile.Parse("Pulumi.dev.yaml", "# comment\n---\na: 1\n...\n").Find("a"));

    [Fact]
    public void Parse_InvalidYaml_ThrowsWithItsLine() =>
        Assert.StartsWith(
            "Pulumi.dev.yaml:2: not well-formed YAML: ",
            Assert.Throws<ConfigurationException>(() => YamlFile.Parse("Pulumi.dev.yaml", "a: 1\n b: 2\n")).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("x: &x {a: 1, b: 2}\ny: {<<: *x, b: 3}\n", """{"b":3,"a":1}""")]
    [InlineData("x: &x {a: 1}\nz: &z {a: 2, c: 3}\ny:\n  <<: [*x, *z]\n", """{"a":1,"c":3}""")]
    [InlineData("x: &x {a: 1}\nz: &z {<<: *x}\ny: {<<: *z, b: [*x]}\n", """{"b":[{"a":1}],"a":1}""")]
    [InlineData("y: {'<<': 1}\n", """{"\u003C\u003C":1}""")]
    public void ToJson_MergeKey_AddsTheKeysThatTheMappingLacks(string text, string expected) =>
        Assert.Equal(expected, YamlNodes.ToJson(YamlFile.Parse("Pulumi.dev.yaml", text).Find("y")!)!.ToJsonString());

    [Theory]
    [InlineData("a: 1\n<<: 2\n", "2: `<<` merges mappings only: write `<<: *name`, with an anchor `&name` at a mapping above")]
    [InlineData(
        "a: !Ref x\n",
        "1: the tag '!Ref' has no meaning here: remove it; a text that looks like a number or a boolean needs quotes only"
    )]
    [InlineData("a:\n\tb: 1\n", "2: a tab indents this line: indent with spaces")]
    [InlineData("a: 1\nb: &b [*b]\n", "2: the alias '*b' refers to the value that contains it: move the anchor to a value outside of it")]
    [InlineData("a: [1\nb: 2\n", "1: not well-formed YAML: a bracket, a brace or a quotation mark is not closed")]
    public void Parse_UnsupportedYaml_ThrowsWithItsLine(string text, string expected) =>
        Assert.Equal(
            $"Pulumi.dev.yaml:{expected}",
            Assert.Throws<ConfigurationException>(() => YamlFile.Parse("Pulumi.dev.yaml", text)).Message
        );

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public void Parse_Nesting_ThrowsInLessThanASecond(string open)
    {
        var start = Stopwatch.GetTimestamp();

        var error = Assert.Throws<ConfigurationException>(() =>
            YamlFile.Parse("Pulumi.dev.yaml", string.Concat(Enumerable.Repeat(open, 100_000)))
        );

        Assert.StartsWith(
            "Pulumi.dev.yaml:1: mappings and lists are nested deeper than 64 levels",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(1));
    }

    [Fact]
    public void Load_BytesThatAreNotUtf8_ThrowsWithTheirLine()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("yaml").FullName, "Pulumi.dev.yaml");
        File.WriteAllBytes(path, [.. "# a\n# caf"u8, 0xE9, .. "\n"u8]);

        Assert.Equal(
            $"{path}:2: this line is not UTF-8: save the file as UTF-8",
            Assert.Throws<ConfigurationException>(() => YamlFile.Load(path)).Message
        );
    }

    [Theory]
    [InlineData("x: &x\n  a: 1\ny: *x\n", "y.a", 3)]
    [InlineData("x: &x 1\ny: *x\n", "y", 2)]
    [InlineData("x: &x [1]\ny: {a: *x, b: 2}\n", "y.c", 2)]
    [InlineData("x: &x {a: 1}\ny: {<<: *x, b: 2}\n", "y.c", 2)]
    [InlineData("x: &x {a: 1}\ny: *x\n", "x.b", 1)]
    [InlineData("x: &x 1\ny: [*x]\n", "y[0]", 2)]
    public void Set_ThroughAnAlias_ThrowsWithItsLine(string text, string path, int line)
    {
        var editor = new YamlEditor("Pulumi.dev.yaml", text);
        Assert.True(PropertyPath.TryParse(path, out var parsed));

        Assert.Equal(
            $"Pulumi.dev.yaml:{line}: the value has anchors or aliases of other values here: edit it in the file",
            Assert.Throws<ConfigurationException>(() => editor.Set(parsed.Segments, JsonValue.Create(9))).Message
        );
    }

    [Theory]
    [InlineData("x: &x\n  a: 1\ny:\n  <<: *x\n", "y.a", "x: &x\n  a: 1\ny:\n  <<: *x\n  a: 9\n")]
    [InlineData("x: &x\n  a: 1\ny:\n  k: *x\nz: 1\n", "y.l", "x: &x\n  a: 1\ny:\n  k: *x\n  l: 9\nz: 1\n")]
    [InlineData("x: &x\n  a: 1\ny: *x\n", "x.a", "x: &x\n  a: 9\ny: *x\n")]
    public void Set_BesideAnAlias_KeepsIt(string text, string path, string expected)
    {
        var editor = new YamlEditor("Pulumi.dev.yaml", text);
        Assert.True(PropertyPath.TryParse(path, out var parsed));

        editor.Set(parsed.Segments, JsonValue.Create(9));

        Assert.Equal(expected, editor.Text);
    }
}
