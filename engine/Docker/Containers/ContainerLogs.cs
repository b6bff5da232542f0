using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Resources;

namespace Infra.Engine.Docker.Containers;

/// <summary>Reads the logs of containers: of output and error output, in frames unless the container has a terminal.</summary>
internal static class ContainerLogs
{
    private const int MaxLogs = 4 << 20;
    private const int HeaderSize = 8;
    private const int LengthOffset = 4;
    private static readonly TimeSpan FollowLimit = TimeSpan.FromMinutes(20);

    /// <summary>Reads all logs until the container ends; those that are too long from the end.</summary>
    public static async Task<string> FollowAsync(
        string path,
        bool hasTerminal,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var request = new EngineRequest(HttpMethod.Get, $"{path}/logs?stdout=1&stderr=1&follow=1") { Limit = FollowLimit };
        var (text, isCut) = await ReadAsync(request, hasTerminal, context, cancellationToken);
        if (isCut)
        {
            context.Warn($"the logs are longer than {MaxLogs >> 20} MB: containerLogs has their end");
        }

        return text;
    }

    /// <summary>Reads the last lines; "" where they cannot be read, since they only explain another problem.</summary>
    public static async Task<string> ReadLastAsync(
        string path,
        bool hasTerminal,
        int lines,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var request = new EngineRequest(HttpMethod.Get, $"{path}/logs?stdout=1&stderr=1&tail={lines}");
            return (await ReadAsync(request, hasTerminal, context, cancellationToken)).Text;
        }
        catch (Exception e) when (DockerErrors.IsExpected(e))
        {
            return $"(its log cannot be read: {e.Message})";
        }
    }

    private static async Task<(string Text, bool IsCut)> ReadAsync(
        EngineRequest request,
        bool hasTerminal,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        using var response = await context.Engine.SendAsync(request, cancellationToken);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var tail = new TailBuffer(MaxLogs);
        if (hasTerminal)
        {
            await CopyAsync(stream, long.MaxValue, tail, cancellationToken);
        }
        else
        {
            await CopyFramesAsync(stream, tail, cancellationToken);
        }

        return (tail.ToString(), tail.IsCut);
    }

    private static async Task CopyFramesAsync(Stream stream, TailBuffer target, CancellationToken cancellationToken)
    {
        var header = new byte[HeaderSize];
        while (await stream.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken) == HeaderSize)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(LengthOffset));
            if (!await CopyAsync(stream, length, target, cancellationToken))
            {
                return;
            }
        }
    }

    /// <returns>False where the stream ends before.</returns>
    private static async Task<bool> CopyAsync(Stream stream, long length, TailBuffer target, CancellationToken cancellationToken)
    {
        var buffer = new byte[8192];
        while (length > 0)
        {
            var count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), cancellationToken);
            if (count == 0)
            {
                return false;
            }

            target.Append(buffer.AsSpan(0, count));
            length -= count;
        }

        return true;
    }

    /// <summary>Keeps the end of what is written to it.</summary>
    private sealed class TailBuffer(int capacity)
    {
        private readonly ArrayBufferWriter<byte> _content = new();

        public bool IsCut { get; private set; }

        public void Append(ReadOnlySpan<byte> bytes)
        {
            _content.Write(bytes);
            if (_content.WrittenCount > capacity * 2L)
            {
                var kept = _content.WrittenSpan[^capacity..].ToArray();
                _content.ResetWrittenCount();
                _content.Write(kept);
                IsCut = true;
            }
        }

        public override string ToString() => Encoding.UTF8.GetString(_content.WrittenSpan);
    }
}
