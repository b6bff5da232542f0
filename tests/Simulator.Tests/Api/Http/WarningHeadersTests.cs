using Infra.Simulator.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Tests.Api.Http;

public class WarningHeadersTests
{
    private readonly HttpResponse _response = new DefaultHttpContext().Response;

    [Fact]
    public void Add_TheSameTextTwiceAndControlCharacters_WritesOneHeader()
    {
        WarningHeaders.Add(_response, ["a \"b\"", "c\nd"]);
        WarningHeaders.Add(_response, ["a \"b\""]);

        Assert.Equal("299 - \"a \\\"b\\\"\"", _response.Headers.Warning.ToString());
    }

    [Fact]
    public void Add_MoreThanTheLimit_WritesStartsUntilTheLimit()
    {
        WarningHeaders.Add(_response, Enumerable.Range(0, 100).Select(i => $"{i} {new string('x', 1000)}"));

        Assert.Equal(16, _response.Headers.Warning.Count);
        Assert.All(_response.Headers.Warning.ToArray(), header => Assert.Equal(256 + "299 - \"\"".Length, header!.Length));
    }
}
