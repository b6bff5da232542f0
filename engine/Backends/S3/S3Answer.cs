using System.Net;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Infra.Engine.Backends.S3;

/// <summary>An answer of the service.</summary>
/// <param name="Status">The status.</param>
/// <param name="Content">The body.</param>
/// <param name="ETag">Identifies the object's content; null without one.</param>
/// <param name="BucketRegion">The region of the bucket, where the service names it; else null.</param>
internal sealed record S3Answer(HttpStatusCode Status, byte[] Content, string? ETag, string? BucketRegion)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public bool IsNotFound => Status == HttpStatusCode.NotFound && Code is "" or "NoSuchKey";

    public bool IsConditionFailed => Status == HttpStatusCode.PreconditionFailed;

    /// <summary>
    /// True if the same request may succeed later: the service is overloaded or failed, or another request is writing the object now.
    /// </summary>
    public bool IsTransient =>
        Status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or HttpStatusCode.Conflict
        || Code is "RequestTimeout" or "SlowDown"
        || (Status >= HttpStatusCode.InternalServerError && Status != HttpStatusCode.NotImplemented);

    /// <summary>The error's code, e.g. <c>AccessDenied</c>; "" without one.</summary>
    public string Code => Find("Code");

    /// <summary>The error's message; "" without one.</summary>
    public string Message => Find("Message");

    /// <summary>Parses the body.</summary>
    /// <exception cref="XmlException">It is not XML.</exception>
    public XElement ParseXml()
    {
        // The default settings of a reader refuse document types, and with them entities.
        using var reader = XmlReader.Create(new MemoryStream(Content));
        return XElement.Load(reader);
    }

    private string Find(string name)
    {
        if (IsSuccess || Content.Length == 0)
        {
            return "";
        }

        try
        {
            return ParseXml().Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value ?? "";
        }
        catch (XmlException)
        {
            // A proxy answers in plain text.
            return name == "Message" ? Encoding.UTF8.GetString(Content.AsSpan(0, Math.Min(Content.Length, 500))).Trim() : "";
        }
    }
}
