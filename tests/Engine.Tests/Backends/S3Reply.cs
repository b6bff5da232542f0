using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Engine.Tests.Backends;

/// <summary>An answer of <see cref="S3Server"/>.</summary>
internal sealed record S3Reply(HttpStatusCode Status, byte[] Content, string? ETag = null)
{
    private static readonly XNamespace Schema = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static S3Reply Of(byte[] content, string etag) => new(HttpStatusCode.OK, content, etag);

    public static S3Reply Refuse(HttpStatusCode status, string code) =>
        new(status, Encode(new XElement("Error", new XElement("Code", code), new XElement("Message", $"refused: {code}"))));

    public static S3Reply List(IReadOnlyList<string> entries, string delimiter, string? next) =>
        new(
            HttpStatusCode.OK,
            Encode(
                new XElement(
                    Schema + "ListBucketResult",
                    entries.Select(entry =>
                        delimiter.Length > 0 && entry.EndsWith(delimiter, StringComparison.Ordinal)
                            ? new XElement(Schema + "CommonPrefixes", new XElement(Schema + "Prefix", Uri.EscapeDataString(entry)))
                            : new XElement(Schema + "Contents", new XElement(Schema + "Key", Uri.EscapeDataString(entry)))
                    ),
                    next is null ? null : new XElement(Schema + "NextContinuationToken", next)
                )
            )
        );

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = (int)Status;
        if (ETag is not null)
        {
            response.Headers.ETag = ETag;
        }

        if (response.HttpContext.Request.Method != "HEAD" && Status != HttpStatusCode.NoContent)
        {
            await response.Body.WriteAsync(Content);
        }
    }

    private static byte[] Encode(XElement element) => Encoding.UTF8.GetBytes(element.ToString());
}
