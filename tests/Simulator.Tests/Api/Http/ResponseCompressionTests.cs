using System.IO.Compression;
using System.Text.Json.Nodes;
using Infra.Simulator.Api.Http;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Tests.Api.Http;

public sealed class ResponseCompressionTests : IDisposable
{
    private readonly DefaultHttpContext _context = new();
    private readonly MemoryStream _body = new();

    public ResponseCompressionTests() => _context.Response.Body = _body;

    public void Dispose() => _body.Dispose();

    [Theory]
    [InlineData("GET", "gzip", 200_000, true)]
    [InlineData("GET", "deflate, gzip;q=0.5", 200_000, true)]
    [InlineData("GET", "gzip", 100_000, false)]
    [InlineData("GET", "", 200_000, false)]
    [InlineData("POST", "gzip", 200_000, false)]
    public async Task WriteJson_CompressesLargeAnswersToReads(string method, string accepted, int size, bool isCompressed)
    {
        _context.Request.Method = method;
        _context.Request.Headers.AcceptEncoding = accepted;
        var written = new JsonObject { ["text"] = new string('x', size) };

        await _context.Response.WriteJsonAsync(StatusCodes.Status200OK, written);

        Assert.Equal(isCompressed ? "gzip" : "", _context.Response.Headers.ContentEncoding.ToString());
        _body.Position = 0;
        using Stream read = isCompressed ? new GZipStream(_body, CompressionMode.Decompress) : _body;
        Assert.True(JsonNode.DeepEquals(written, await JsonNode.ParseAsync(read)));
    }
}
