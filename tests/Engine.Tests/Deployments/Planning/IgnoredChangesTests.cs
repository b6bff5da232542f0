using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Deployments.Planning.Diffing;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments.Planning;

public class IgnoredChangesTests
{
    [Theory]
    [InlineData("a", """{"a":1,"b":1}""", """{"a":2,"b":2}""", """{"b":2,"a":1}""", true)]
    [InlineData("a", """{}""", """{"a":2}""", """{}""", true)]
    [InlineData("a.b", """{}""", """{"a":{"b":1}}""", """{"a":{}}""", true)]
    [InlineData("a.b.c", """{}""", """{"a":{"b":{"c":1}}}""", """{"a":{"b":{"c":1}}}""", false)]
    [InlineData("a.b", """{"a":{"b":1}}""", """{}""", """{}""", false)]
    [InlineData("a[1]", """{"a":[1,2]}""", """{"a":[3,4]}""", """{"a":[3,2]}""", true)]
    [InlineData("a[1]", """{"a":[1]}""", """{"a":[3,4]}""", """{"a":[3,4]}""", false)]
    [InlineData("a[2]", """{"a":[1]}""", """{"a":[3,4]}""", """{"a":[3,4]}""", true)]
    [InlineData("a[*].x", """{"a":[{"x":1}]}""", """{"a":[{"x":2},{"x":3}]}""", """{"a":[{"x":1},{"x":3}]}""", false)]
    [InlineData("a[\"*\"]", """{"a":{"x":1,"y":1}}""", """{"a":{"x":2,"z":2}}""", """{"a":{"x":1,"y":1}}""", true)]
    [InlineData("a[\"*\"].v", """{"a":{"x":{"v":1}}}""", """{"a":{"x":{"v":2}}}""", """{"a":{"x":{"v":1}}}""", true)]
    public void Apply_Path_RestoresWhatBothHave(string path, string old, string @new, string expected, bool isComplete)
    {
        var ignored = IgnoredChanges.Apply(Parse(@new), Parse(old), [path]);

        Assert.Equal(Parse(expected), ignored.Inputs);
        Assert.Equal(isComplete ? [] : [path], ignored.Unresettable);
    }

    [Fact]
    public void Apply_OldValueIsPartOfASecret_StaysSecret()
    {
        var old = PropertyMap.Create(("a", new PropertySecret(new PropertyObject(PropertyMap.Create(("b", "hidden"))))));

        var ignored = IgnoredChanges.Apply(Parse("""{"a":{"b":1}}"""), old, ["a.b"]);

        var value = Assert.IsType<PropertyObject>(ignored.Inputs["a"]).Properties["b"];
        Assert.Equal("hidden", Assert.IsType<PropertyString>(Assert.IsType<PropertySecret>(value).Value).Value);
    }

    private static PropertyMap Parse(string json) => ((PropertyObject)Convert(JsonNode.Parse(json))).Properties;

    private static PropertyValue Convert(JsonNode? node) =>
        node switch
        {
            JsonObject map => new PropertyObject(PropertyMap.From(map.Select(item => KeyValuePair.Create(item.Key, Convert(item.Value))))),
            JsonArray list => new PropertyArray([.. list.Select(Convert)]),
            JsonValue value when value.GetValueKind() == JsonValueKind.Number => value.GetValue<double>(),
            _ => PropertyValue.Null,
        };
}
