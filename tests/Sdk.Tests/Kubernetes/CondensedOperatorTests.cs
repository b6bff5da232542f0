using System.Text.Json.Nodes;
using Infra.Generator.Condensing;

namespace Sdk.Tests.Kubernetes;

public class CondensedOperatorTests
{
    private const string Affinity =
        """{"type":"object","description":"where","properties":{"nodes":{"type":"array","items":{"type":"string","pattern":"^[a-z]+$"}},"required":{"type":"boolean"},"weight":{"type":"integer","minimum":1,"maximum":100}}}""";

    [Fact]
    public void Condense_RemovesDescriptionsAndRules_ButKeepsPropertiesOfThatName()
    {
        var spec = Condense("""{"description":{"type":"string","description":"a text"}}""")["definitions"]!["Widget.spec"]!;

        Assert.Equal("""{"type":"object","properties":{"description":{"type":"string"}}}""", spec.ToJsonString());
    }

    [Fact]
    public void Condense_PartThatOccursTwice_IsADefinitionNamedByItsFirstPath()
    {
        var definitions = Condense($$$"""{"a":{{{Affinity}}},"b":{"type":"array","items":{{{Affinity}}} } }""")["definitions"]!.AsObject();

        Assert.Equal(["Widget", "Widget.spec", "Widget.spec.a"], definitions.Select(definition => definition.Key));
        Assert.Equal(
            """{"a":{"$ref":"#/definitions/Widget.spec.a"},"b":{"type":"array","items":{"$ref":"#/definitions/Widget.spec.a"}}}""",
            definitions["Widget.spec"]!["properties"]!.ToJsonString()
        );
        Assert.Equal("^[a-z]+$", definitions["Widget.spec.a"]!["properties"]!["nodes"]!["items"]!["pattern"]!.GetValue<string>());
    }

    [Fact]
    public void Condense_Kinds_AreThoseOfServedVersions()
    {
        var kind = Assert.Single(Condense("{}")["kinds"]!.AsArray())!;

        Assert.Equal("v2", kind["version"]!.GetValue<string>());
        Assert.Equal("widgets", kind["names"]!["plural"]!.GetValue<string>());
        Assert.Equal("""[{"name":"Ready","type":"string","jsonPath":".status.ready"}]""", kind["additionalPrinterColumns"]!.ToJsonString());
    }

    private static JsonObject Condense(string properties)
    {
        var schema =
            """{"type":"object","properties":{"spec":{"type":"object","description":"all","x-kubernetes-validations":[{"rule":"true"}],"properties":PROPERTIES}}}""".Replace(
                "PROPERTIES",
                properties,
                StringComparison.Ordinal
            );
        var definition = $$$"""
            {"metadata":{"name":"widgets.example.org"},"spec":{"group":"example.org","scope":"Namespaced","names":{"plural":"widgets","kind":"Widget"},
             "versions":[{"name":"v1","served":false,"storage":false,"schema":{"openAPIV3Schema":{{{schema}}} }},
              {"name":"v2","served":true,"storage":true,"schema":{"openAPIV3Schema":{{{schema}}} },
               "additionalPrinterColumns":[{"name":"Ready","type":"string","description":"is it","jsonPath":".status.ready"}]}]}}
            """;
        return JsonNode.Parse(OperatorCondenser.Condense("Widgets", "1.0.0", JsonNode.Parse(definition)!.AsObject()))!.AsObject();
    }
}
