using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class ObjectNamesTests
{
    private static readonly string Sixty3 = new('a', 63);

    [Theory]
    [InlineData("a", true, true, true)]
    [InlineData("0", true, false, true)]
    [InlineData("a-b", true, true, true)]
    [InlineData("0-a", true, false, true)]
    [InlineData("a.b", false, false, true)]
    [InlineData("", false, false, false)]
    [InlineData("-a", false, false, false)]
    [InlineData("a-", false, false, false)]
    [InlineData("A", false, false, false)]
    [InlineData("a_b", false, false, false)]
    [InlineData("a..b", false, false, false)]
    [InlineData(".a", false, false, false)]
    [InlineData("ä", false, false, false)]
    public void Names_HaveTheFormOfTheirRfc(string name, bool isLabel, bool isRfc1035Label, bool isSubdomain)
    {
        Assert.Equal(
            (isLabel, isRfc1035Label, isSubdomain),
            (ObjectNames.IsLabel(name), ObjectNames.IsRfc1035Label(name), ObjectNames.IsSubdomain(name))
        );
        Assert.Equal(isLabel, !ObjectNames.LabelProblems(name).Any());
        Assert.Equal(isRfc1035Label, !ObjectNames.Rfc1035LabelProblems(name).Any());
        Assert.Equal(isSubdomain, !ObjectNames.SubdomainProblems(name).Any());
    }

    [Fact]
    public void Names_HaveALimit()
    {
        Assert.True(ObjectNames.IsLabel(Sixty3));
        Assert.False(ObjectNames.IsLabel(Sixty3 + "a"));
        // Only the whole subdomain has a limit, its labels have none.
        Assert.True(ObjectNames.IsSubdomain(Sixty3 + "a.b"));
        Assert.True(ObjectNames.IsSubdomain(string.Join('.', Sixty3, Sixty3, Sixty3, new string('a', 61))));
        Assert.False(ObjectNames.IsSubdomain(string.Join('.', Sixty3, Sixty3, Sixty3, new string('a', 62))));
    }

    [Theory]
    [InlineData("*.example.com", true)]
    [InlineData("*.a", true)]
    [InlineData("*", false)]
    [InlineData("*.", false)]
    [InlineData("a.*.b", false)]
    [InlineData("example.com", false)]
    public void IsWildcardSubdomain_StarFirst(string name, bool expected) => Assert.Equal(expected, ObjectNames.IsWildcardSubdomain(name));

    [Theory]
    [InlineData("app", true)]
    [InlineData("example.com/App_1.x", true)]
    [InlineData("0/a", true)]
    [InlineData("", false)]
    [InlineData("/a", false)]
    [InlineData("a/", false)]
    [InlineData("a/b/c", false)]
    [InlineData("Example.com/a", false)]
    [InlineData("-a", false)]
    [InlineData("a b", false)]
    public void IsLabelKey_NameAfterAnOptionalSubdomain(string key, bool expected)
    {
        Assert.Equal(expected, ObjectNames.IsLabelKey(key));
        Assert.Equal(expected, !ObjectNames.LabelKeyProblems(key).Any());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("A_b.c-1", true)]
    [InlineData("-a", false)]
    [InlineData("a.", false)]
    [InlineData("a/b", false)]
    public void IsLabelValue_LettersAndInnerPunctuation(string value, bool expected)
    {
        Assert.Equal(expected, ObjectNames.IsLabelValue(value));
        Assert.Equal(expected, !ObjectNames.LabelValueProblems(value).Any());
    }

    [Theory]
    [InlineData("http", true)]
    [InlineData("80-a", true)]
    [InlineData("fifteen-letters", true)]
    [InlineData("sixteen-letters-", false)]
    [InlineData("80", false)]
    [InlineData("a--b", false)]
    [InlineData("-a", false)]
    [InlineData("Http", false)]
    [InlineData("", false)]
    public void IsPortName_ShortWithALetter(string name, bool expected) => Assert.Equal(expected, ObjectNames.IsPortName(name));
}
