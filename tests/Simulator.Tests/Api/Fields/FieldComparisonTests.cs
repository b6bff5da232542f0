using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Api.Fields;
using Infra.Simulator.Hosting;
using Infra.Simulator.Objects;
using Infra.Simulator.Schema;

namespace Infra.Simulator.Tests.Api.Fields;

public sealed class FieldComparisonTests
{
    [Theory]
    [InlineData("""{"x":{"a":1}}""", """{"x":5}""", """{"f:x":{}}""", "{}", """{"f:x":{"f:a":{}}}""")]
    [InlineData("""{"x":{"a":{"b":1}}}""", """{"x":[1]}""", """{"f:x":{}}""", "{}", """{"f:x":{"f:a":{".":{},"f:b":{}}}}""")]
    [InlineData("""{"x":5}""", """{"x":{"a":1}}""", """{"f:x":{}}""", """{"f:x":{"f:a":{}}}""", "{}")]
    [InlineData("""{"x":5}""", """{"x":[1]}""", """{"f:x":{}}""", "{}", "{}")]
    [InlineData("""{"x":{"a":1}}""", """{"x":{"a":2}}""", """{"f:x":{"f:a":{}}}""", "{}", "{}")]
    public void Compare_OfAFieldWithoutASchema_FollowsItsKeys(string before, string after, string modified, string added, string removed)
    {
        var comparison = FieldComparison.Compare(FieldTypes.Undeclared, Parse(before), Parse(after));

        Assert.Equal((modified, added, removed), (Print(comparison.Modified), Print(comparison.Added), Print(comparison.Removed)));
    }

    [Fact]
    public void Compare_OfADeclaredFieldOfAnyType_FollowsItsKeys()
    {
        var type = new TypeSchema(FieldType.Object, "object");
        type.SetFields([new FieldSchema("x", FieldTypes.Undeclared)]);

        var comparison = FieldComparison.Compare(type, Parse("""{"x":{"a":1}}"""), Parse("""{"x":"text"}"""));

        Assert.Equal("""{"f:x":{"f:a":{}}}""", Print(comparison.Removed));
    }

    [Fact]
    public void VersionComparisons_OfOneVersion_AreMadeOnce()
    {
        var catalog = new InMemoryCluster(TimeProvider.System, new IdentitySource(1)).Catalog;
        Assert.True(catalog.TryFind(GroupResource.ConfigMaps, out var kind));
        var versions = new FieldVersions(new KindSchemas(catalog.Schema), catalog, kind, new FieldSet());
        var comparisons = new VersionComparisons(versions, Parse("{}"), Parse("""{"data":{"a":"1"}}"""));

        Assert.Same(comparisons.Get("v1"), comparisons.Get("v1"));
        Assert.Same(comparisons.OfRequest, comparisons.Get("v1"));
    }

    private static string Print(FieldSet set) => set.ToJson().ToJsonString();

    private static JsonObject Parse(string json) => JsonNode.Parse(json)!.AsObject();
}
