using System.Net;

namespace Infra.Engine.Docker.Images;

/// <summary>Streams the files of a build as the body of a request.</summary>
internal sealed class ContextContent : HttpContent
{
    private readonly BuildContext _context;

    public ContextContent(BuildContext context)
    {
        _context = context;
        Headers.ContentType = new("application/x-tar");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        _context.WriteAsync(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _context.WriteAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
