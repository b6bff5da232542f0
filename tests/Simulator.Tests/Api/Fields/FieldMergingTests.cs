using System.Text.Json.Nodes;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Tests.Api.Fields;

public class FieldMergingTests
{
    [Theory]
    [InlineData("[1,2,9]", "[2,1,5]", "[2,9,1,5]")]
    [InlineData("[1,2,3]", "[3,4]", "[1,2,3,4]")]
    [InlineData("[1,1,9]", "[1,4]", "[1,4,9]")]
    [InlineData("[1,1,9]", "[4]", "[1,1,9,4]")]
    [InlineData("[]", "[2,1]", "[2,1]")]
    public void Merge_OfSets_FollowsTheOrderOfTheConfiguration(string live, string configuration, string expected)
    {
        var merged = FieldMerging.Merge(CreateType(), Wrap(live), Wrap(configuration));

        Assert.Equal(expected, merged["list"]!.ToJsonString());
    }

    [Fact]
    public void Remove_EverythingInAContainer_LeavesItEmpty()
    {
        var map = new TypeSchema(FieldType.Map, "") { Values = new TypeSchema(FieldType.Text, "") };
        var type = new TypeSchema(FieldType.Object, "");
        type.SetFields([new FieldSchema("map", map)]);
        var removed = FieldSet.FromJson((JsonObject)JsonNode.Parse("""{"f:map":{"f:a":{}}}""")!);

        var left = FieldRemoval.Remove(type, (JsonObject)JsonNode.Parse("""{"map":{"a":"1"}}""")!, removed);

        Assert.Equal("""{"map":{}}""", left.ToJsonString());
    }

    private static JsonObject Wrap(string list) => new() { ["list"] = JsonNode.Parse(list) };

    private static TypeSchema CreateType()
    {
        var type = new TypeSchema(FieldType.Object, "");
        var items = new TypeSchema(FieldType.Integer, "");
        type.SetFields([new FieldSchema("list", new TypeSchema(FieldType.List, "") { Items = items, ListMerge = ListMerge.Set })]);
        return type;
    }
}
