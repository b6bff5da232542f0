using System.Text.Json.Nodes;
using CsCheck;
using Infra.Kubernetes.Patching;
using Infra.Kubernetes.Schema;

namespace Kubernetes.Tests.Patching;

public class StrategicMergeDiffTests
{
    private static readonly ObjectType Pod = ObjectType.Find("v1", "Pod")!;

    [Theory]
    [InlineData("""{"hostname":"a"}""", """{"hostname":"b"}""", """{"hostname":"a","nodeName":"n"}""", """{"hostname":"b"}""")]
    [InlineData("""{"hostname":"a"}""", "{}", """{"hostname":"a","nodeName":"n"}""", """{"hostname":null}""")]
    [InlineData("""{"hostname":"a"}""", "{}", """{"nodeName":"n"}""", null)]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"containers":[{"name":"a","image":"y"},{"name":"c"}]}""",
        """{"containers":[{"name":"a","image":"x"},{"name":"b"}]}""",
        """{"$setElementOrder/containers":[{"name":"a"},{"name":"c"}],"containers":[{"image":"y","name":"a"},{"name":"c"},{"name":"b","$patch":"delete"}]}"""
    )]
    [InlineData(
        """{"volumes":[{"name":"v","emptyDir":{}}]}""",
        """{"volumes":[{"name":"v","configMap":{"name":"c"}}]}""",
        """{"volumes":[{"name":"v","emptyDir":{}}]}""",
        """{"$setElementOrder/volumes":[{"name":"v"}],"volumes":[{"configMap":{"name":"c"},"emptyDir":null,"$retainKeys":["configMap","name"],"name":"v"}]}"""
    )]
    [InlineData(
        """{"tolerations":[{"key":"a"}]}""",
        """{"tolerations":[{"key":"b"}]}""",
        """{"tolerations":[{"key":"a"}]}""",
        """{"tolerations":[{"key":"b"}]}"""
    )]
    public void Create_ForAPodSpec_IsThePatchOfKubectl(string old, string @new, string live, string? expected) =>
        Assert.Equal(
            expected is null ? "{}" : $$"""{"spec":{{expected}}}""",
            StrategicMergeDiff.Create(Pod, Spec(old), Spec(@new), Spec(live)).ToJsonString()
        );

    [Fact]
    public void Create_AnyPodSpecs_LeadsToTheNewOneAndKeepsWhatOthersAdded()
    {
        var image = Gen.Int[0, 1].Select(i => i == 0 ? "x" : "y");
        var container = Gen.Select(Gen.Int[0, 2].Select(i => "abc"[i].ToString()), image, (name, of) => (Name: name, Image: of));
        var spec = container
            .List[1, 3]
            .Select(list =>
            {
                var containers = list.DistinctBy(item => item.Name)
                    .Select(item => new JsonObject { ["name"] = item.Name, ["image"] = item.Image });
                return new JsonObject { ["spec"] = new JsonObject { ["containers"] = new JsonArray([.. containers]) } };
            });
        Gen.Select(spec, spec)
            .Sample(
                (old, @new) =>
                {
                    var live = (JsonObject)old.DeepClone();
                    live["spec"]!["nodeName"] = "n";
                    foreach (var item in live["spec"]!["containers"]!.AsArray())
                    {
                        item!["imagePullPolicy"] = "Always";
                    }

                    var patched = StrategicMergePatch.Apply(
                        Pod,
                        (JsonObject)live.DeepClone(),
                        StrategicMergeDiff.Create(Pod, old, @new, live)
                    );

                    Assert.Equal("n", patched["spec"]!["nodeName"]!.GetValue<string>());
                    var pairs = patched["spec"]!["containers"]!.AsArray().Zip(@new["spec"]!["containers"]!.AsArray()).ToList();
                    Assert.Equal(@new["spec"]!["containers"]!.AsArray().Count, patched["spec"]!["containers"]!.AsArray().Count);
                    Assert.All(pairs, pair =>
                    {
                        Assert.Equal(pair.Second!["name"]!.ToString(), pair.First!["name"]!.ToString());
                        Assert.Equal(pair.Second["image"]!.ToString(), pair.First["image"]!.ToString());
                    });
                    Assert.Empty(StrategicMergeDiff.Create(Pod, @new, @new, patched));
                }
            );
    }

    private static JsonObject Spec(string spec) => JsonNode.Parse($$"""{"spec":{{spec}}}""")!.AsObject();
}
