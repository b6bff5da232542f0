using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class PropertyNavigationTests
{
    private static readonly PropertyValue Tree = PropertyMap.Create(
        ("a", PropertyMap.Create(("b", PropertyValue.Array(1, PropertyMap.Create(("c", "x")), PropertyMap.Create(("c", "y")))))),
        ("k.l", true)
    );

    [Theory]
    [InlineData("a.b[0]", "1")]
    [InlineData("a.b[1].c", "\"x\"")]
    [InlineData("[\"k.l\"]", "true")]
    [InlineData("a.b[*].c", "\"x\"")]
    [InlineData("a.b[3]", null)]
    [InlineData("a.b.c", null)]
    [InlineData("a[0]", null)]
    [InlineData("k.l", null)]
    public void Get_FollowsThePath(string path, string? expected) => Assert.Equal(expected, Tree.Get(PropertyPath.Parse(path))?.ToString());

    [Fact]
    public void Find_Wildcard_ReturnsEveryMatchWithItsPath() =>
        Assert.Equal(
            ["a.b[1].c=\"x\"", "a.b[2].c=\"y\""],
            Tree.Find(PropertyPath.Parse("a.b[*].c")).Select(found => $"{found.Path}={found.Value}")
        );

    [Fact]
    public void Find_DoesNotSearchSecrets() =>
        Assert.Empty(((PropertyValue)PropertyMap.Create(("s", new PropertySecret(Tree)))).Find(PropertyPath.Parse("s.a")));

    [Theory]
    [InlineData("a.b[0]", """{"a": {"b": [9, {"c": "x"}, {"c": "y"}]}, "k.l": true}""")]
    [InlineData("a.b[*].c", """{"a": {"b": [1, {"c": 9}, {"c": 9}]}, "k.l": true}""")]
    [InlineData("a.new", """{"a": {"b": [1, {"c": "x"}, {"c": "y"}], "new": 9}, "k.l": true}""")]
    [InlineData("a.b[3]", null)]
    [InlineData("a.new.c", null)]
    [InlineData("", null)]
    public void Set_ReplacesEveryMatch(string path, string? expected) =>
        Assert.Equal(expected, Tree.Set(PropertyPath.Parse(path), 9)?.ToString());

    [Theory]
    [InlineData("a.b[0]", """{"a": {"b": [null, {"c": "x"}, {"c": "y"}]}, "k.l": true}""")]
    [InlineData("a.b[*].c", """{"a": {"b": [1, {}, {}]}, "k.l": true}""")]
    [InlineData("[*]", "{}")]
    [InlineData("a.b.c", null)]
    public void Remove_RemovesEveryMatch(string path, string? expected) =>
        Assert.Equal(expected, Tree.Remove(PropertyPath.Parse(path))?.ToString());

    [Theory]
    [InlineData("x.y[2].z", """{"a": {"b": [1, {"c": "x"}, {"c": "y"}]}, "k.l": true, "x": {"y": [null, null, {"z": 9}]}}""")]
    [InlineData("a.b[3]", """{"a": {"b": [1, {"c": "x"}, {"c": "y"}, 9]}, "k.l": true}""")]
    [InlineData("a[0]", null)]
    [InlineData("a.b[*]", null)]
    public void Add_CreatesMissingParents(string path, string? expected) =>
        Assert.Equal(expected, Tree.Add(PropertyPath.Parse(path), 9)?.ToString());

    [Fact]
    public void Get_AfterAdd_ReturnsTheValue() =>
        RandomValues.ForAll(random =>
        {
            var path = random.Path();
            var value = random.Value();

            var added = PropertyValue.Null.Add(path, value);

            if (path.Segments.Any(segment => segment.IsWildcard))
            {
                Assert.Null(added);
            }
            else
            {
                Assert.Equal(value, added!.Get(path));
            }
        });
}
