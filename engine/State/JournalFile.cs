using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Microsoft.Win32.SafeHandles;

namespace Infra.Engine.State;

/// <summary>
/// An append-only file of records, one a line, each behind the first eight hex digits of its SHA-256 so that a torn write shows.
/// Records that come while a flush is under way share the next one: a thousand parallel operations cost a handful of flushes.
/// </summary>
internal sealed class JournalFile : IAsyncDisposable
{
    private const int ChecksumLength = 8;

    private readonly SafeFileHandle _handle;
    private readonly Channel<(byte[] Line, TaskCompletionSource? Durable)> _queue =
        Channel.CreateUnbounded<(byte[], TaskCompletionSource?)>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _writer;
    private long _offset;

    private JournalFile(SafeFileHandle handle)
    {
        _handle = handle;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Begins a new journal in the place of any other.</summary>
    public static JournalFile Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        var journal = new JournalFile(DurableFile.Create(path));
        DurableFile.FlushDirectory(Path.GetDirectoryName(path)!);
        return journal;
    }

    /// <summary>The whole records of a journal, in order, up to the first that is torn.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string path)
    {
        ReadOnlyMemory<byte> content = File.ReadAllBytes(path);
        while (content.Span.IndexOf((byte)'\n') is > ChecksumLength and var end)
        {
            var record = content[(ChecksumLength + 1)..end];
            if (!Checksum(record.Span).AsSpan().SequenceEqual(content.Span[..ChecksumLength]))
            {
                yield break;
            }

            yield return record;
            content = content[(end + 1)..];
        }
    }

    /// <summary>Appends a record; the task ends when it is on the disk.</summary>
    public Task AppendAsync(byte[] record)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(record, durable);
        return durable.Task;
    }

    /// <summary>Appends a record that gets to the disk with the next one that somebody waits for.</summary>
    public void Append(byte[] record) => Enqueue(record, null);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        _handle.Dispose();
    }

    private static byte[] Checksum(ReadOnlySpan<byte> record)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(record, hash);
        return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash[..(ChecksumLength / 2)]));
    }

    private void Enqueue(byte[] record, TaskCompletionSource? durable)
    {
        if (!_queue.Writer.TryWrite((record, durable)))
        {
            durable?.SetException(new ObjectDisposedException(nameof(JournalFile)));
        }
    }

    private async Task WriteAsync()
    {
        var batch = new ArrayBufferWriter<byte>();
        var waiting = new List<TaskCompletionSource>();
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.ResetWrittenCount();
            waiting.Clear();
            while (_queue.Reader.TryRead(out var entry))
            {
                batch.Write(Checksum(entry.Line));
                batch.Write(" "u8);
                batch.Write(entry.Line);
                batch.Write("\n"u8);
                if (entry.Durable is { } durable)
                {
                    waiting.Add(durable);
                }
            }

            try
            {
                await RandomAccess.WriteAsync(_handle, batch.WrittenMemory, _offset);
                _offset += batch.WrittenCount;
                if (waiting.Count > 0)
                {
                    RandomAccess.FlushToDisk(_handle);
                }
            }
            catch (IOException error)
            {
                waiting.ForEach(durable => durable.SetException(new IOException($"the journal cannot be written: {error.Message}", error)));
                continue;
            }

            waiting.ForEach(durable => durable.SetResult());
        }
    }
}
