using System.Buffers;
using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Compresses large answers to reads for clients that accept gzip, as Go's do without being configured.</summary>
internal static class ResponseCompression
{
    private const int Threshold = 128 * 1024;

    /// <summary>Whether the client reads gzip.</summary>
    public static bool AcceptsGzip(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.AcceptEncoding.ToString() is { Length: > 0 } header && NamesGzip(header);

    /// <summary>Writes a body that is complete, compressed if it is large. The caller flushes it.</summary>
    public static void WriteCompressed(this HttpResponse response, ReadOnlySpan<byte> body)
    {
        if (body.Length <= Threshold)
        {
            response.BodyWriter.Write(body);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        response.Headers.Append("Vary", "Accept-Encoding");
        using var compressed = new MemoryStream(body.Length / 8);
        using (var gzip = new GZipStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        response.BodyWriter.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    private static bool NamesGzip(string header) => header.Split(',').Any(part => part.Split(';')[0].Trim() is "gzip" or "*");
}
