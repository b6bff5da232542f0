using Infra.Engine.Errors;

namespace Infra.Engine.Registries;

/// <summary>Reads bodies into memory, up to a size.</summary>
internal static class BoundedContent
{
    /// <exception cref="ImageException">The body is larger.</exception>
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maximum, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        using var content = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (await stream.ReadAsync(buffer, cancellationToken) is > 0 and var length)
        {
            content.Write(buffer, 0, length);
            if (content.Length > maximum)
            {
                throw new ImageException(
                    $"{response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Path)}: the answer is larger than {maximum >> 10} KiB"
                );
            }
        }

        return content.ToArray();
    }
}
