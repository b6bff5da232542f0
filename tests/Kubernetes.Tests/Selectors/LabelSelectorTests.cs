using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;

namespace Kubernetes.Tests.Selectors;

public sealed class LabelSelectorTests
{
    private static readonly Dictionary<string, string> Labels = new()
    {
        ["app"] = "web",
        ["tier"] = "1",
        ["empty"] = "",
    };

    [Theory]
    [InlineData("", true)]
    [InlineData("  ", true)]
    [InlineData("app=web", true)]
    [InlineData("app==web", true)]
    [InlineData("app = web , tier", true)]
    [InlineData("app=db", false)]
    [InlineData("app!=db", true)]
    [InlineData("app!=web", false)]
    [InlineData("absent!=x", true)]
    [InlineData("absent=", false)]
    [InlineData("empty=", true)]
    [InlineData("empty=,app", true)]
    [InlineData("app in (db,web)", true)]
    [InlineData("app in(db, web )", true)]
    [InlineData("app notin (db,web)", false)]
    [InlineData("absent notin (x)", true)]
    [InlineData("empty in ()", true)]
    [InlineData("empty in (x,)", true)]
    [InlineData("app in (,x)", false)]
    [InlineData("app", true)]
    [InlineData("!app", false)]
    [InlineData("!absent", true)]
    [InlineData("! absent", true)]
    [InlineData("tier>0", true)]
    [InlineData("tier>1", false)]
    [InlineData("tier<2", true)]
    [InlineData("app>0", false)]
    [InlineData("absent<5", false)]
    [InlineData("app in (in,notin,web)", true)]
    public void Parse_ThenMatches(string text, bool expected) => Assert.Equal(expected, LabelSelector.Parse(text).Matches(Labels));

    [Theory]
    [InlineData("app=web,", "found '', expected: identifier after ','")]
    [InlineData(",app", "found ',', expected: !, identifier, or 'end of string'")]
    [InlineData("app web", "unable to parse requirement: found 'web', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("app in", "unable to parse requirement: found '' expected: '('")]
    [InlineData("app in web", "unable to parse requirement: found 'web' expected: '('")]
    [InlineData("app in (web", "unable to parse requirement: found '', expected: ',' or ')'")]
    [InlineData("app in (web) x", "found 'x', expected: ',' or 'end of string'")]
    [InlineData("!", "unable to parse requirement: found '', expected: identifier")]
    [InlineData("app=!", "unable to parse requirement: found '!', expected: identifier")]
    public void Parse_AnythingElse_SaysWhatIsExpected(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => LabelSelector.Parse(text)).Message);

    [Theory]
    [InlineData("-app")]
    [InlineData("a/b/c=d")]
    [InlineData("app=-x")]
    [InlineData("tier>one")]
    public void Parse_KeysAndValuesThatNoLabelCanHave_AreRefused(string text) =>
        Assert.Throws<FormatException>(() => LabelSelector.Parse(text));

    [Theory]
    [InlineData("b=1,a=2", "a=2,b=1")]
    [InlineData("a==2,b!=1", "a=2,b!=1")]
    [InlineData("x in (b)", "x in (b)")]
    [InlineData("x in (b,a)", "x in (a,b)")]
    [InlineData("x notin (b,a),!y,z", "x notin (a,b),!y,z")]
    [InlineData("x>5,y<3", "x>5,y<3")]
    public void ToString_IsOrderedByKey_AndParsesBack(string text, string expected)
    {
        var selector = LabelSelector.Parse(text);
        Assert.Equal(expected, selector.ToString());
        Assert.Equal(expected, LabelSelector.Parse(expected).ToString());
    }

    [Theory]
    [InlineData("""{}""", true)]
    [InlineData("""{"matchLabels":{"app":"web","tier":"1"}}""", true)]
    [InlineData("""{"matchLabels":{"app":"web","tier":"2"}}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":["db","web"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"In","values":[]}]}""", false)]
    [InlineData("""{"matchExpressions":[{"key":"absent","operator":"NotIn","values":["x"]}]}""", true)]
    [InlineData("""{"matchExpressions":[{"key":"app","operator":"Exists"},{"key":"absent","operator":"DoesNotExist"}]}""", true)]
    [InlineData("""{"matchLabels":{"app":"web"},"matchExpressions":[{"key":"tier","operator":"DoesNotExist"}]}""", false)]
    public void FromJson_ThenMatches(string json, bool expected) =>
        Assert.Equal(expected, LabelSelector.FromJson(JsonNode.Parse(json)!.AsObject())!.Matches(Labels));

    [Theory]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"Gt","values":["0"]}]}""")]
    [InlineData("""{"matchExpressions":[{"key":"tier","operator":"in","values":["1"]}]}""")]
    [InlineData("""{"matchExpressions":[{"key":"tier"}]}""")]
    public void FromJson_AnOperatorThatLabelSelectorsDoNotHave_SelectsNothing(string json) =>
        Assert.Null(LabelSelector.FromJson(JsonNode.Parse(json)!.AsObject()));

    [Fact]
    public void FromJson_NoSelector_SelectsNothing() => Assert.Null(LabelSelector.FromJson(null));
}
