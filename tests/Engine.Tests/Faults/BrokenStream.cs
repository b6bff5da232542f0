namespace Engine.Tests.Faults;

/// <summary>A response body that breaks in the middle of a write.</summary>
/// <param name="client">The client's body.</param>
/// <param name="writes">How many writes arrive whole.</param>
/// <param name="breakAsync">Breaks the connection.</param>
internal sealed class BrokenStream(Stream client, int writes, Func<Task> breakAsync) : MemoryStream
{
    private int _writes = writes;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var isBroken = _writes-- <= 0;
        await client.WriteAsync(isBroken ? buffer[..(buffer.Length / 2)] : buffer, cancellationToken);
        await client.FlushAsync(cancellationToken);
        if (isBroken)
        {
            await breakAsync();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);
}
