using System.Text.Json.Nodes;
using CsCheck;
using Infra.Kubernetes.Patching;
using Infra.Kubernetes.Schema;

namespace Kubernetes.Tests.Patching;

/// <summary>
/// The rules of strategic merge patches
/// (https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/).
/// </summary>
public class StrategicMergePatchTests
{
    private static readonly ObjectType Pod = ObjectType.Find("v1", "Pod")!;

    [Fact]
    public void Apply_ToTheSelectorOfABudget_ReplacesIt()
    {
        var type = ObjectType.Find("policy/v1", "PodDisruptionBudget")!;
        var target = JsonNode.Parse("""{"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"1"}}}}""")!.AsObject();
        var patch = JsonNode.Parse("""{"spec":{"selector":{"matchLabels":{"b":"2"}}}}""")!.AsObject();

        var patched = StrategicMergePatch.Apply(type, target, patch);

        Assert.Equal("""{"spec":{"minAvailable":1,"selector":{"matchLabels":{"b":"2"}}}}""", patched.ToJsonString());
    }

    [Theory]
    [InlineData("""{"hostname":"a"}""", """{"hostname":"b","nodeName":"n"}""", """{"hostname":"b","nodeName":"n"}""")]
    [InlineData("""{"hostname":"a","nodeName":"n"}""", """{"hostname":null}""", """{"nodeName":"n"}""")]
    [InlineData(
        """{"containers":[{"name":"a","image":"x"},{"name":"b"}]}""",
        """{"containers":[{"name":"a","tty":true}]}""",
        """{"containers":[{"name":"a","image":"x","tty":true},{"name":"b"}]}"""
    )]
    [InlineData(
        """{"containers":[{"name":"a"},{"name":"b"}]}""",
        """{"containers":[{"name":"a","$patch":"delete"}]}""",
        """{"containers":[{"name":"b"}]}"""
    )]
    [InlineData(
        """{"containers":[{"name":"a"}]}""",
        """{"containers":[{"name":"b"},{"$patch":"replace"}]}""",
        """{"containers":[{"name":"b"}]}"""
    )]
    [InlineData("""{"hostname":"a","nodeName":"n"}""", """{"$patch":"replace","hostname":"b"}""", """{"hostname":"b"}""")]
    [InlineData(
        """{"volumes":[{"name":"v","emptyDir":{}}]}""",
        """{"volumes":[{"name":"v","$retainKeys":["name","configMap"],"configMap":{"name":"c"}}]}""",
        """{"volumes":[{"name":"v","configMap":{"name":"c"}}]}"""
    )]
    [InlineData("""{"tolerations":[{"key":"a"}]}""", """{"tolerations":[{"key":"b"}]}""", """{"tolerations":[{"key":"b"}]}""")]
    public void Apply_ToAPodSpec_FollowsTheSchema(string spec, string patch, string expected) =>
        Assert.Equal($$"""{"spec":{{expected}}}""", Apply($$"""{"spec":{{spec}}}""", $$"""{"spec":{{patch}}}""").ToJsonString());

    [Fact]
    public void Apply_OfFinalizers_MergesValuesAndDeletesThoseNamed() =>
        Assert.Equal(
            """{"metadata":{"finalizers":["b","c"]}}""",
            Apply(
                    """{"metadata":{"finalizers":["a","b"]}}""",
                    """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"],"finalizers":["c"],"$setElementOrder/finalizers":["b","c"]}}"""
                )
                .ToJsonString()
        );

    [Fact]
    public void Apply_OfAnItemWithoutItsMergeKey_IsAnError() =>
        Assert.Equal(
            PatchProblem.MissingMergeKey,
            Assert
                .Throws<PatchException>(() =>
                    Apply("""{"spec":{"containers":[{"name":"a"}]}}""", """{"spec":{"containers":[{"image":"a"}]}}""")
                )
                .Problem
        );

    [Fact]
    public void Apply_OfAnUnknownDirective_IsAnError() =>
        Assert.Equal(
            PatchProblem.UnknownDirective,
            Assert.Throws<PatchException>(() => Apply("""{"spec":{}}""", """{"spec":{"$patch":"remove"}}""")).Problem
        );

    [Fact]
    public void AnEmptyPatch_ChangesNothing() =>
        JsonValues.Objects.Sample(target => Assert.True(JsonNode.DeepEquals(target, Apply(target, []))));

    [Fact]
    public void APatch_OfNothing_IsItsResult() =>
        JsonValues.Objects.Sample(patch => Assert.True(JsonNode.DeepEquals(patch, Apply([], patch))));

    [Fact]
    public void APatch_AppliedTwice_ChangesNoMore() =>
        Gen.Select(JsonValues.Objects, JsonValues.Objects)
            .Sample(
                (target, patch) =>
                {
                    var once = Apply(target, patch);

                    Assert.True(JsonNode.DeepEquals(once, Apply(once, patch)));
                }
            );

    [Fact]
    public void Patches_OneAfterTheOther_AreTheSameAsTheirMerge() =>
        Gen.Select(JsonValues.ObjectsOfOneType, JsonValues.ObjectsOfOneType, JsonValues.ObjectsOfOneType)
            .Sample(
                (target, first, second) =>
                    Assert.True(JsonNode.DeepEquals(Apply(Apply(target, first), second), Apply(target, Apply(first, second))))
            );

    [Fact]
    public void ContainersByName_KeepTheirOrder_AndAreMergedOnce() =>
        Gen.Int[0, 6]
            .List[0, 6]
            .Sample(names =>
            {
                JsonObject Spec(IEnumerable<int> of) =>
                    new()
                    {
                        ["spec"] = new JsonObject
                        {
                            ["containers"] = new JsonArray([.. of.Distinct().Select(name => new JsonObject { ["name"] = $"c{name}" })]),
                        },
                    };

                var target = Spec(Enumerable.Range(0, 4));
                var merged = StrategicMergePatch.Apply(Pod, target, Spec(names))["spec"]!["containers"]!.AsArray();

                Assert.Equal(
                    Enumerable.Range(0, 4).Union(names).Select(name => $"c{name}").Order(),
                    merged.Select(container => container!["name"]!.GetValue<string>()).Order()
                );
            });

    private static JsonObject Apply(string target, string patch) =>
        StrategicMergePatch.Apply(Pod, (JsonObject)JsonNode.Parse(target)!, (JsonObject)JsonNode.Parse(patch)!);

    private static JsonObject Apply(JsonObject target, JsonObject patch) =>
        StrategicMergePatch.Apply(type: null, (JsonObject)target.DeepClone(), patch);
}
