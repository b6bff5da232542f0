namespace Infra.Engine.Registries;

/// <summary>A part of a blob that is sent. It tells how far the sending is, and leaves the stream that it reads open.</summary>
/// <param name="stream">The content.</param>
/// <param name="progress">Called after each part that was read; true when it was the last one.</param>
internal sealed class SentStream(Stream stream, Action<bool> progress) : ReadOnlyStream
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await stream.ReadAsync(buffer, cancellationToken);
        progress(stream.Position == stream.Length);
        return length;
    }
}
