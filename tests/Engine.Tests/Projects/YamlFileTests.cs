using Infra.Engine.Errors;
using Infra.Engine.Projects.Yaml;

namespace Engine.Tests.Projects;

public class YamlFileTests
{
    [Fact]
    public void Parse_KeysThatStandTwice_AreAllNamedWithBothLines()
    {
        var error = Assert.Throws<ConfigurationException>(() => YamlFile.Parse("Pulumi.dev.yaml", """
            config:
              a:services:
                catalog: {replicas: 1}
                orders: {env: {A: 1, A: 2} }
                catalog: {replicas: 2}
            """));

        Assert.Equal(
            """
            Pulumi.dev.yaml:4: 'A' stands here twice, first in line 4: merge the two, or rename or remove one of them
            Pulumi.dev.yaml:5: 'catalog' stands here twice, first in line 3: merge the two, or rename or remove one of them
            """,
            error.Message);
    }

    [Fact]
    public void Parse_TheSameKeyInDifferentMappings_IsFine() =>
        Assert.NotNull(YamlFile.Parse("Pulumi.dev.yaml", "a: {x: 1}\nb: {x: 1}\nc: [{x: 1}, {x: 2}]\n").Root);

    [Fact]
    public void Parse_WhatIsNoYaml_IsNamedWithItsLine() => Assert.StartsWith(
        "Pulumi.dev.yaml:2: not well-formed YAML: ",
        Assert.Throws<ConfigurationException>(() => YamlFile.Parse("Pulumi.dev.yaml", "a: 1\n b: 2\n")).Message,
        StringComparison.Ordinal);
}
