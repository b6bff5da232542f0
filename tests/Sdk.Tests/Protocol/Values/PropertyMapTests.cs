using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class PropertyMapTests
{
    [Fact]
    public void Create_AnyOrder_EnumeratesInTheOrderOfTheNames() =>
        Assert.Equal(["B", "a", "b"], PropertyMap.Create(("b", 1), ("B", 2), ("a", 3)).Keys);

    [Fact]
    public void Create_DuplicateName_KeepsTheLast() =>
        Assert.Equal(PropertyMap.Create(("a", 3), ("b", 2)), PropertyMap.Create(("a", 1), ("b", 2), ("a", 3)));

    [Fact]
    public void Equality_IsByContent() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();
            var same = PropertyMap.From(map.Reverse());

            Assert.Equal(map, same);
            Assert.Equal(map.GetHashCode(), same.GetHashCode());
            Assert.NotEqual(map, map.SetItem("unheard of", 1));
            Assert.Equal(map, map.SetItem("unheard of", 1).Remove("unheard of"));
        });

    [Fact]
    public void SetItemAndRemove_DoNotChangeTheOriginal()
    {
        var map = PropertyMap.Create(("a", 1), ("c", 3));

        Assert.Equal("""{"a": 1, "b": 2, "c": 3}""", map.SetItem("b", 2).ToString());
        Assert.Equal("""{"a": 0, "c": 3}""", map.SetItem("a", 0).ToString());
        Assert.Equal("""{"c": 3}""", map.Remove("a").ToString());
        Assert.Equal("""{"a": 1, "c": 3}""", map.ToString());
        Assert.Same(map, map.Remove("b"));
    }

    [Fact]
    public void Text_RedactsSecrets()
    {
        var map = PropertyMap.Create(("a", new PropertySecret("hunter2")), ("b", new PropertyOutput("hunter2", true, [])));

        Assert.DoesNotContain("hunter2", map.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{map["a"]}{map["b"]}", StringComparison.Ordinal);
    }

    [Fact]
    public void ContainsSecretsAndUnknowns_SearchEveryDepth()
    {
        var secret = PropertyMap.Create(("a", PropertyValue.Array(1, PropertyMap.Create(("b", new PropertySecret(1))))));
        var unknown = PropertyMap.Create(("a", new PropertySecret(PropertyValue.Array(new PropertyOutput(null, false, [])))));

        Assert.True(secret.ContainsSecrets());
        Assert.False(secret.ContainsUnknowns());
        Assert.True(unknown.ContainsUnknowns());
        Assert.False(PropertyMap.Create(("a", 1)).ContainsSecrets());
    }

    [Fact]
    public void RevealSecrets_LeavesNone() => RandomValues.ForAll(random => Assert.False(random.Map().RevealSecrets().ContainsSecrets()));

    [Fact]
    public void Select_ValuesThatRemain_ReturnsTheSameMap()
    {
        var map = PropertyMap.Create(("a", "x"), ("b", 1));

        Assert.Same(map, map.Select(value => value));
        Assert.Equal(PropertyMap.Create(("a", "x"), ("b", 2)), map.Select(value => value is PropertyNumber ? 2 : value));
        Assert.Equal(PropertyMap.Create(("a", "x"), ("b", 1)), map);
    }
}
