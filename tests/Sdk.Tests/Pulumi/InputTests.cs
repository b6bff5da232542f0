using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Utilities;

namespace Sdk.Tests.Programs;

public sealed class InputTests
{
    [Fact]
    public async Task InputList_CombinesPlainValuesOutputsAndLists()
    {
        var list = new InputList<string> { "a", Output.Create("b"), new[] { "c", "d" } };
        list.AddRange(Output.Create(ImmutableArray.Create("e")));
        list.Add("f");

        Assert.Equal(["a", "b", "c", "d", "e", "f"], (await OutputUtilities.GetValueAsync(list.ToOutput())).ToArray());
    }

    [Fact]
    public async Task InputList_ConvertedToOutput_IgnoresLaterAdditions()
    {
        var list = new InputList<string> { "a" };
        var before = list.ToOutput();
        var copy = list.Concat(new[] { "b" });
        list.Add("c");

        Assert.Equal(["a"], (await OutputUtilities.GetValueAsync(before)).ToArray());
        Assert.Equal(["a", "b"], (await OutputUtilities.GetValueAsync(copy.ToOutput())).ToArray());
        Assert.Equal(["a", "c"], (await OutputUtilities.GetValueAsync(list.ToOutput())).ToArray());
    }

    [Fact]
    public async Task InputList_WithAnUnknownElement_IsUnknownAsAWhole()
    {
        var list = new InputList<string> { "a", OutputUtilities.CreateUnknown("b") };

        Assert.False(await OutputUtilities.GetIsKnownAsync(list.ToOutput()));
        await foreach (var _ in list)
        {
            Assert.Fail("an unknown list has no elements to enumerate");
        }
    }

    [Fact]
    public async Task InputList_EnumeratedAsynchronously_ReturnsItsElements()
    {
        var seen = new List<string>();
        await foreach (var element in new InputList<string> { "a", Output.Create("b") })
        {
            seen.Add(await OutputUtilities.GetValueAsync(element.ToOutput()));
        }

        Assert.Equal(["a", "b"], seen);
    }

    [Fact]
    public async Task InputList_OfADefaultArray_StaysDefault()
    {
        InputList<string> list = default(ImmutableArray<string>);

        Assert.True((await OutputUtilities.GetValueAsync(list.ToOutput())).IsDefault);
    }

    [Fact]
    public void Collections_EnumeratedSynchronously_ExplainTheAlternative()
    {
        System.Collections.IEnumerable list = new InputList<string>();

        var exception = Assert.Throws<NotSupportedException>(() => list.GetEnumerator());

        Assert.Contains("await foreach", exception.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IEnumerable)new InputMap<string>()).GetEnumerator());
    }

    [Fact]
    public async Task InputMap_CombinesEntriesAndMaps()
    {
        var map = new InputMap<int> { { "a", 1 } };
        map["b"] = Output.Create(2);
        map.AddRange(new Dictionary<string, int> { ["c"] = 3 });

        var entries = await OutputUtilities.GetValueAsync(map.ToOutput());
        Assert.Equal([("a", 1), ("b", 2), ("c", 3)], entries.OrderBy(entry => entry.Key).Select(entry => (entry.Key, entry.Value)));
    }

    [Fact]
    public async Task InputMap_SameKeyWithEqualValue_IsAccepted()
    {
        var map = new InputMap<string> { { "a", "x" }, { "a", Output.CreateSecret("x") } };

        Assert.Equal("x", (await OutputUtilities.GetValueAsync(map.ToOutput()))["a"]);
        Assert.True(await Output.IsSecretAsync(map.ToOutput()));
    }

    [Fact]
    public async Task InputMap_SameKeyWithAnotherValue_FailsWithTheKey()
    {
        var map = new InputMap<string> { { "color", "red" }, { "color", "blue" } };

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => OutputUtilities.GetValueAsync(map.ToOutput()));
        Assert.Contains("color", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InputMap_AddRangeOfAKnownKey_Fails()
    {
        var map = new InputMap<string> { { "a", "x" } };
        map.AddRange(new InputMap<string> { { "a", "y" } });

        await Assert.ThrowsAsync<ArgumentException>(() => OutputUtilities.GetValueAsync(map.ToOutput()));
    }

    [Fact]
    public async Task InputMap_Merge_SecondTakesPrecedence()
    {
        var first = new InputMap<string> { { "a", "1" }, { "b", "1" } };
        InputMap<string> second = Output.Create(new Dictionary<string, string> { ["b"] = "2" });

        var merged = await OutputUtilities.GetValueAsync(InputMap<string>.Merge(first, second).ToOutput());

        Assert.Equal(("1", "2"), (merged["a"], merged["b"]));
    }

    [Fact]
    public async Task InputMap_OfANullDictionary_StaysNull()
    {
        InputMap<string> map = Output.Create((ImmutableDictionary<string, string>)null!);

        Assert.Null(await OutputUtilities.GetValueAsync(map.ToOutput()));
    }

    [Fact]
    public async Task InputUnion_HoldsEitherCase()
    {
        InputUnion<int, string> number = 80;
        InputUnion<int, string> name = Output.Create("http");

        Assert.Equal(80, (await OutputUtilities.GetValueAsync(number.ToOutput())).AsT0);
        Assert.Equal("http", (await OutputUtilities.GetValueAsync(name.ToOutput())).AsT1);
        Assert.True(await OutputUtilities.GetValueAsync(name.ToOutput().IsT1()));
    }

    [Fact]
    public async Task InputListOfUnions_AcceptsBothCases()
    {
        var list = new InputList<Union<int, string>>();
        list.Add((Input<int>)1);
        list.Add((Input<string>)"a");

        Assert.Equal([1, "a"], (await OutputUtilities.GetValueAsync(list.ToOutput())).Select(union => union.Value));
    }

    [Fact]
    public async Task InputJson_ParsesTexts()
    {
        InputJson json = Output.Create("""{"a":[1]}""");

        Assert.Equal(1, (await OutputUtilities.GetValueAsync(json.ToOutput())).GetProperty("a")[0].GetInt32());
        Assert.ThrowsAny<JsonException>(() => (InputJson)"{");
    }

    [Fact]
    public void Union_HasValueEquality()
    {
        Union<int, string> one = 1;

        Assert.Equal(Union<int, string>.FromT0(1), one);
        Assert.NotEqual("1", one);
        Assert.True(one == 1);
        Assert.Equal("1", one.Match(number => $"{number}", text => text));
        Assert.Equal(2, one.MapT0(number => number + 1).AsT0);
        Assert.Equal("x", Union<int, string>.FromT1("x").Bimap(number => number, text => text).Value);
        Assert.False(one.TryPickT1(out _, out var remainder));
        Assert.Equal(1, remainder);
        Assert.Throws<InvalidOperationException>(() => one.AsT1);
    }
}
