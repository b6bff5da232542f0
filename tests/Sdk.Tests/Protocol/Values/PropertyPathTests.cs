using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class PropertyPathTests
{
    [Fact]
    public void Parse_AfterPrint_ReturnsTheSamePath() =>
        RandomValues.ForAll(random =>
        {
            var path = random.Path();

            Assert.Equal(path, PropertyPath.Parse(path.ToString()));
        });

    [Theory]
    [InlineData("", "")]
    [InlineData("root", "root")]
    [InlineData("root.nested", "root.nested")]
    [InlineData("root[\"nested\"]", "root.nested")]
    [InlineData("root.array[0][1].nested", "root.array[0][1].nested")]
    [InlineData("root[\"key with a .\"]", "root[\"key with a .\"]")]
    [InlineData("[\"root key with \\\"escaped\\\" quotes\"].nested", "[\"root key with \\\"escaped\\\" quotes\"].nested")]
    [InlineData("root.array[*].field", "root.array[*].field")]
    [InlineData("root.array[\"*\"].field", "root.array[*].field")]
    [InlineData("*.a", "[*].a")]
    [InlineData("foo-bar.b", "[\"foo-bar\"].b")]
    [InlineData("a.[0]", "a[0]")]
    [InlineData("[0]", "[0]")]
    public void Parse_ValidPath_PrintsCanonically(string text, string printed) =>
        Assert.Equal(printed, PropertyPath.Parse(text).ToString());

    [Theory]
    [InlineData(".a", "start")]
    [InlineData("a.", "end")]
    [InlineData("a[\"b", "quote")]
    [InlineData("a[\"b\"", "bracket")]
    [InlineData("a[0", "bracket")]
    [InlineData("a[x]", "'x'")]
    [InlineData("a[-1]", "'-1'")]
    [InlineData("a[]", "''")]
    [InlineData("a[99999999999]", "'99999999999'")]
    public void Parse_InvalidPath_ReportsTheProblem(string text, string expected)
    {
        Assert.False(PropertyPath.TryParse(text, out _));
        Assert.Contains(expected, Assert.Throws<FormatException>(() => PropertyPath.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a.b", "a.b", true)]
    [InlineData("a.b", "a.b.c", true)]
    [InlineData("a.b", "a", false)]
    [InlineData("a[*].c", "a[3].c.d", true)]
    [InlineData("a[*].c", "a.x.c", true)]
    [InlineData("a[0]", "a[1]", false)]
    [InlineData("a[0]", "a[\"0\"]", false)]
    [InlineData("", "a", true)]
    public void Contains_ComparesSegments(string path, string other, bool expected) =>
        Assert.Equal(expected, PropertyPath.Parse(path).Contains(PropertyPath.Parse(other)));
}
