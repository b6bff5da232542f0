using System.Text.Json.Nodes;
using CsCheck;
using Infra.Kubernetes.Patching;

namespace Kubernetes.Tests.Patching;

public class JsonPatchTests
{
    [Theory]
    [InlineData("""{"a":1}""", JsonPatchAction.Add, "/b", "2", """{"a":1,"b":2}""")]
    [InlineData("""{"a":1}""", JsonPatchAction.Add, "/a", "2", """{"a":2}""")]
    [InlineData("""{"a":[1,3]}""", JsonPatchAction.Add, "/a/1", "2", """{"a":[1,2,3]}""")]
    [InlineData("""{"a":[1]}""", JsonPatchAction.Add, "/a/1", "2", """{"a":[1,2]}""")]
    [InlineData("""{"a":[1]}""", JsonPatchAction.Add, "/a/-", "2", """{"a":[1,2]}""")]
    [InlineData("""{"a/b":{"~":1}}""", JsonPatchAction.Replace, "/a~1b/~0", "2", """{"a/b":{"~":2}}""")]
    [InlineData("""{"a":[1,2]}""", JsonPatchAction.Remove, "/a/0", null, """{"a":[2]}""")]
    [InlineData("""{"a":{"":1}}""", JsonPatchAction.Remove, "/a/", null, """{"a":{}}""")]
    [InlineData("""{"a":[1,{"b":null}]}""", JsonPatchAction.Test, "/a", """[1,{"b":null}]""", """{"a":[1,{"b":null}]}""")]
    public void Apply_OfAnOperation_ChangesTheValueAtThePath(
        string target,
        JsonPatchAction action,
        string path,
        string? value,
        string expected
    ) => AssertJson(expected, Apply(target, new JsonPatchOperation(action, path) { Value = value is null ? null : JsonNode.Parse(value) }));

    [Theory]
    [InlineData(JsonPatchAction.Move, "/a/0", "/b", """{"a":[2],"b":1}""")]
    [InlineData(JsonPatchAction.Copy, "/a", "/a/0", """{"a":[[1,2],1,2]}""")]
    [InlineData(JsonPatchAction.Move, "/a", "/a", """{"a":[1,2]}""")]
    public void Apply_OfAMoveOrCopy_AddsTheValueAtThePath(JsonPatchAction action, string from, string path, string expected) =>
        AssertJson(expected, Apply("""{"a":[1,2]}""", new JsonPatchOperation(action, path) { From = from }));

    [Fact]
    public void Apply_OfCopiesThatDouble_IsRefused()
    {
        var operations = Enumerable
            .Range(0, 40)
            .Select(i => new JsonPatchOperation(JsonPatchAction.Copy, $"/a/{i}") { From = "/a" })
            .ToList();

        var error = Assert.Throws<PatchException>(() =>
            JsonPatch.Apply(JsonNode.Parse("""{"a":{"text":"a text"}}"""), operations, JsonPatchDialect.ApiServer)
        );

        Assert.StartsWith("the copies are larger than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_OfMovesThatNest_IsRefused()
    {
        var target = new JsonObject { ["a0"] = new JsonObject() };
        var operations = new List<JsonPatchOperation>();
        for (var i = 1; i <= 600; i++)
        {
            target[$"a{i}"] = new JsonObject();
            operations.Add(new JsonPatchOperation(JsonPatchAction.Move, $"/a{i}/x") { From = $"/a{i - 1}" });
        }

        var error = Assert.Throws<PatchException>(() => JsonPatch.Apply(target, operations, JsonPatchDialect.ApiServer));

        Assert.Equal("exceeded max depth", error.Message);
    }

    [Theory]
    [InlineData(JsonPatchAction.Replace, "/b", null, "there is no '/b'")]
    [InlineData(JsonPatchAction.Remove, "/b", null, "there is no '/b'")]
    [InlineData(JsonPatchAction.Add, "/b/c", null, "there is no '/b'")]
    [InlineData(JsonPatchAction.Add, "/a/4", null, "there is no '/a/4': the list has 2 items")]
    [InlineData(JsonPatchAction.Add, "/a/01", null, "'01' in '/a/01' is not a position in a list")]
    [InlineData(JsonPatchAction.Add, "/a/-1", null, "'-1' in '/a/-1' is not a position in a list")]
    [InlineData(JsonPatchAction.Add, "b", null, "'b' is not a JSON pointer")]
    [InlineData(JsonPatchAction.Remove, "", null, "the whole object cannot be removed")]
    [InlineData(JsonPatchAction.Move, "/a/0/b", "/a/0", "/a/0 cannot move into itself")]
    [InlineData(JsonPatchAction.Test, "/a/0", null, "the value at '/a/0' is not the expected one")]
    public void Apply_OfAnOperationThatDoesNotFit_NamesThePath(JsonPatchAction action, string path, string? from, string message)
    {
        var error = Assert.Throws<PatchException>(() =>
            Apply(
                """{"a":[1,2]}""",
                new JsonPatchOperation(JsonPatchAction.Test, "") { Value = JsonNode.Parse("""{"a":[1,2]}""") },
                new(action, path) { From = from }
            )
        );

        Assert.Equal(message, error.Message);
        Assert.Equal(1, error.Operation);
    }

    [Theory]
    [InlineData(JsonPatchAction.Add, "'add' is not possible on the whole object")]
    [InlineData(JsonPatchAction.Remove, "'remove' is not possible on the whole object")]
    public void Apply_ForTheApiServer_OnTheWholeObject_IsRefused(JsonPatchAction action, string message)
    {
        var error = Assert.Throws<PatchException>(() =>
            JsonPatch.Apply(
                JsonNode.Parse("""{"a":1}"""),
                [new JsonPatchOperation(action, "") { Value = new JsonObject() }],
                JsonPatchDialect.ApiServer
            )
        );

        Assert.Equal(message, error.Message);
    }

    [Fact]
    public void Apply_ForTheApiServer_AddsAMissingMemberAndCountsFromTheEnd() =>
        AssertJson(
            """{"a":[1,3],"b":4}""",
            JsonPatch.Apply(
                JsonNode.Parse("""{"a":[1,2]}"""),
                [
                    new JsonPatchOperation(JsonPatchAction.Replace, "/a/-1") { Value = 3 },
                    new JsonPatchOperation(JsonPatchAction.Replace, "/b") { Value = 4 },
                ],
                JsonPatchDialect.ApiServer
            )
        );

    [Theory]
    [InlineData(JsonPatchAction.Add, "", "{}")]
    [InlineData(JsonPatchAction.Replace, "", "1")]
    [InlineData(JsonPatchAction.Replace, "a", "1")]
    [InlineData(JsonPatchAction.Test, "/a", "1.0")]
    public void Apply_ForTheApiServer_RefusesWhatTheStandardAllows(JsonPatchAction action, string path, string value)
    {
        var operation = new JsonPatchOperation(action, path) { Value = JsonNode.Parse(value) };

        Assert.Throws<PatchException>(() => JsonPatch.Apply(JsonNode.Parse("""{"a":1}"""), [operation], JsonPatchDialect.ApiServer));
    }

    [Fact]
    public void Apply_ForTheApiServer_IgnoresWhatPrecedesTheFirstSlash() =>
        AssertJson(
            """{"a":2}""",
            JsonPatch.Apply(
                JsonNode.Parse("""{"a":1}"""),
                [new JsonPatchOperation(JsonPatchAction.Replace, "spec/a") { Value = 2 }],
                JsonPatchDialect.ApiServer
            )
        );

    [Fact]
    public void Pointer_OfAnyKeys_ParsesToThem() =>
        Gen.String.Array[0, 5].Sample(keys => Assert.Equal(keys, JsonPointer.TryParse(JsonPointer.Format(keys))));

    [Fact]
    public void Add_OfANewMember_IsUndoneByRemove() =>
        Gen.Select(JsonValues.Objects, Gen.String)
            .Sample(
                (target, key) =>
                {
                    var path = JsonPointer.Format([$"new{key}"]);

                    AssertJson(
                        target.ToJsonString(),
                        Apply(target.ToJsonString(), new(JsonPatchAction.Add, path) { Value = 1 }, new(JsonPatchAction.Remove, path))
                    );
                }
            );

    [Fact]
    public void Move_ThereAndBack_ChangesNothing() =>
        JsonValues
            .Objects.Where(target => target.Count > 0)
            .Sample(target =>
            {
                var path = JsonPointer.Format([target.First().Key]);

                var result = Apply(
                    target.ToJsonString(),
                    new(JsonPatchAction.Move, "/moved here") { From = path },
                    new(JsonPatchAction.Move, path) { From = "/moved here" },
                    new(JsonPatchAction.Test, path) { Value = target.First().Value?.DeepClone() }
                );

                Assert.True(JsonNode.DeepEquals(target, result));
            });

    private static JsonNode? Apply(string target, params JsonPatchOperation[] operations) =>
        JsonPatch.Apply(JsonNode.Parse(target), operations, JsonPatchDialect.Standard);

    private static void AssertJson(string expected, JsonNode? actual) => Assert.Equal(expected, actual?.ToJsonString());
}
