using Microsoft.AspNetCore.Http;

namespace Infra.Simulator.Api.Http;

/// <summary>Reads the bodies of requests.</summary>
internal static class RequestReading
{
    /// <summary>The largest body that the API server accepts.</summary>
    private const int MaximumBody = 3 * 1024 * 1024;

    /// <exception cref="StatusException">The body is too large.</exception>
    public static async Task<byte[]> ReadBodyAsync(this HttpRequest request, CancellationToken cancellation)
    {
        if (request.ContentLength > MaximumBody)
        {
            throw CreateTooLarge();
        }

        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancellation);
            if (buffer.Length + read.Buffer.Length > MaximumBody)
            {
                // A reader that has not advanced makes the server close the connection before the client has read the answer.
                request.BodyReader.AdvanceTo(read.Buffer.End);
                throw CreateTooLarge();
            }

            foreach (var part in read.Buffer)
            {
                buffer.Write(part.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return buffer.ToArray();
            }
        }
    }

    /// <summary>The media type of the body without parameters; empty for none.</summary>
    public static string MediaType(this HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    private static StatusException CreateTooLarge() =>
        new(413, StatusReason.RequestEntityTooLarge, $"Request entity too large: limit is {MaximumBody}");
}
