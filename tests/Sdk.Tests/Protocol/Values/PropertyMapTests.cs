using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class PropertyMapTests
{
    [Fact]
    public void From_AnyOrder_EnumeratesInTheOrderOfTheNames() =>
        Assert.Equal(["B", "a", "b"], PropertyMap.Of(("b", 1), ("B", 2), ("a", 3)).Keys);

    [Fact]
    public void From_NameTwice_KeepsTheLater() =>
        Assert.Equal(PropertyMap.Of(("a", 3), ("b", 2)), PropertyMap.Of(("a", 1), ("b", 2), ("a", 3)));

    [Fact]
    public void Equality_IsByContent() => RandomValues.ForAll(random =>
    {
        var map = random.Map();
        var same = PropertyMap.From(map.Reverse());

        Assert.Equal(map, same);
        Assert.Equal(map.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(map, map.SetItem("unheard of", 1));
        Assert.Equal(map, map.SetItem("unheard of", 1).Remove("unheard of"));
    });

    [Fact]
    public void SetItemAndRemove_LeaveTheOriginalAlone()
    {
        var map = PropertyMap.Of(("a", 1), ("c", 3));

        Assert.Equal("""{"a": 1, "b": 2, "c": 3}""", map.SetItem("b", 2).ToString());
        Assert.Equal("""{"a": 0, "c": 3}""", map.SetItem("a", 0).ToString());
        Assert.Equal("""{"c": 3}""", map.Remove("a").ToString());
        Assert.Equal("""{"a": 1, "c": 3}""", map.ToString());
        Assert.Same(map, map.Remove("b"));
    }

    [Fact]
    public void Text_OfASecret_DoesNotShowIt()
    {
        var map = PropertyMap.Of(("a", new PropertySecret("hunter2")), ("b", new PropertyOutput("hunter2", true, [])));

        Assert.DoesNotContain("hunter2", map.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", $"{map["a"]}{map["b"]}", StringComparison.Ordinal);
    }

    [Fact]
    public void ContainsSecretsAndUnknowns_LookAtEveryDepth()
    {
        var secret = PropertyMap.Of(("a", PropertyValue.Array(1, PropertyMap.Of(("b", new PropertySecret(1))))));
        var unknown = PropertyMap.Of(("a", new PropertySecret(PropertyValue.Array(new PropertyOutput(null, false, [])))));

        Assert.True(secret.ContainsSecrets());
        Assert.False(secret.ContainsUnknowns());
        Assert.True(unknown.ContainsUnknowns());
        Assert.False(PropertyMap.Of(("a", 1)).ContainsSecrets());
    }

    [Fact]
    public void RevealSecrets_LeavesNone() => RandomValues.ForAll(random => Assert.False(random.Map().RevealSecrets().ContainsSecrets()));
}
