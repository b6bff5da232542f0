using Infra.Simulator.Api.Fields;

namespace Infra.Simulator.Tests.Api.Fields;

public class PathElementTests
{
    [Theory]
    [InlineData("""k:{"name":"app"}""", """k:{"name":"web"}""")]
    [InlineData("""k:{"name":"app"}""", """k:{"name":"app2"}""")]
    [InlineData("""k:{"name":"z"}""", """k:{"type":"a"}""")]
    [InlineData("""k:{"name":"Z"}""", """k:{"name":"a"}""")]
    [InlineData("""k:{"name":"a!"}""", """k:{"name":"a\"b"}""")]
    [InlineData("""k:{"name":"a"}""", """k:{"name":"a","protocol":"TCP"}""")]
    [InlineData("""k:{"containerPort":9}""", """k:{"containerPort":10}""")]
    [InlineData("""k:{"key":1}""", """k:{"key":"1"}""")]
    [InlineData("f:spec", """k:{"name":"a"}""")]
    [InlineData("i:9", "i:10")]
    public void CompareTo_AnElementThatComesLater_IsNegative(string first, string later)
    {
        var (one, other) = (PathElement.Parse(first)!.Value, PathElement.Parse(later)!.Value);

        Assert.True(one.CompareTo(other) < 0);
        Assert.True(other.CompareTo(one) > 0);
        Assert.Equal(0, one.CompareTo(one));
    }

    [Theory]
    [InlineData("""k:{"name":"a"b"}""")]
    [InlineData("""k:{"name":"a"},"x":"b"}""")]
    [InlineData("k:{\"name\":\"a\nb\"}")]
    [InlineData("""k:{"name":"a\"}""")]
    [InlineData("""k:{"name":"a}""")]
    [InlineData("""k:["name"]""")]
    [InlineData("""k:{"name":"a","name":"b","x":1}""")]
    [InlineData("""v:{"a":1,"a":2}""")]
    [InlineData("i:first")]
    [InlineData("i:1.5")]
    [InlineData("i:")]
    public void Parse_KeysValueOrPositionOfAWrongForm_AreRefused(string text) =>
        Assert.Throws<FormatException>(() => PathElement.Parse(text));

    [Theory]
    [InlineData("f:spec", ".spec")]
    [InlineData("""k:{"name":"a"}""", """[name="a"]""")]
    [InlineData("v:1", "[=1]")]
    [InlineData("i:3", "[3]")]
    public void ToPathText_OfEachForm_IsThatOfConflicts(string text, string expected) =>
        Assert.Equal(expected, PathElement.Parse(text)!.Value.ToPathText());
}
