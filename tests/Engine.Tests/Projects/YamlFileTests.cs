using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;

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
}
