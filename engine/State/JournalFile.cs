using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Infra.Engine.Errors;
using Infra.Engine.State.Stores;

namespace Infra.Engine.State;

/// <summary>
/// An append-only log of records, one per line, each after the first eight hex digits of its SHA-256, which reveal a torn write.
/// Records appended during a flush share the next one: a thousand parallel operations cost a few flushes.
/// </summary>
/// <remarks>
/// After the first failed write the file may end with half a record, and <see cref="Read"/> stops there. So every later append fails as
/// well, with the same error.
/// </remarks>
internal sealed class JournalFile : IAsyncDisposable
{
    private const int ChecksumLength = 8;

    private readonly IJournalTarget _target;
    private readonly Channel<(byte[] Line, TaskCompletionSource? Durable)> _queue = Channel.CreateUnbounded<(
        byte[],
        TaskCompletionSource?
    )>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _writer;
    private volatile StateException? _failure;

    /// <summary>Appends to a target, which the journal owns from now on.</summary>
    public JournalFile(IJournalTarget target)
    {
        _target = target;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>
    /// Reads the complete records of a journal in order. A damaged one is left out, which shows in the numbers of the lines: replaying is
    /// valid with gaps.
    /// </summary>
    public static IEnumerable<JournalLine> Read(ReadOnlyMemory<byte> content)
    {
        for (var line = 1; content.Span.IndexOf((byte)'\n') is >= 0 and var end; line++)
        {
            if (
                end > ChecksumLength
                && Checksum(content.Span[(ChecksumLength + 1)..end]).AsSpan().SequenceEqual(content.Span[..ChecksumLength])
            )
            {
                yield return new JournalLine(line, content[(ChecksumLength + 1)..end]);
            }

            content = content[(end + 1)..];
        }
    }

    /// <summary>Describes a journal that cannot be replayed, with the cure.</summary>
    public static StateException Damage(string path, int line, string problem, Exception? cause = null) =>
        new(
            $"{path}:{line}: {problem}: the journal of an interrupted update cannot be replayed. Restore the file from a backup; or move it away, "
                + "to continue from the state before that update, and delete by hand what the update created (the journal lists it)",
            cause
        );

    /// <summary>Appends a record. The task completes when the record is on the disk.</summary>
    /// <exception cref="StateException">This record or an earlier one cannot be written.</exception>
    public Task AppendAsync(byte[] record)
    {
        var durable = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Enqueue(record, durable);
        return durable.Task;
    }

    /// <summary>Appends a record that is flushed with the next one of <see cref="AppendAsync"/>.</summary>
    /// <exception cref="StateException">An earlier record could not be written.</exception>
    public void Append(byte[] record)
    {
        ThrowIfFailed();
        Enqueue(record, null);
    }

    /// <exception cref="StateException">A record could not be written.</exception>
    public void ThrowIfFailed()
    {
        if (_failure is { } failure)
        {
            throw failure;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
        await _target.DisposeAsync();
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
            TakeBatch(batch, waiting);
            _failure ??= await TryWriteAsync(batch.WrittenMemory, flush: waiting.Count > 0);
            foreach (var durable in waiting)
            {
                if (_failure is { } failure)
                {
                    durable.SetException(failure);
                }
                else
                {
                    durable.SetResult();
                }
            }
        }
    }

    private void TakeBatch(ArrayBufferWriter<byte> batch, List<TaskCompletionSource> waiting)
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
    }

    private async Task<StateException?> TryWriteAsync(ReadOnlyMemory<byte> batch, bool flush)
    {
        try
        {
            await _target.WriteAsync(batch, flush);
            return null;
        }
        catch (StateException error)
        {
            return error;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new StateException(
                $"{_target.Location}: the journal of the update cannot be written: {error.Message.TrimEnd('.')}; free disk space or make the folder writable, "
                    + "then repeat the update: it continues from what was recorded",
                error
            );
        }
        catch (Exception error)
        {
            // Whatever it is, the operations that wait for their records must not wait without end.
            return new StateException(
                $"{_target.Location}: the journal of the update cannot be written: {error.Message.TrimEnd('.')}",
                error
            );
        }
    }
}

/// <summary>A complete record of a journal.</summary>
/// <param name="Number">The number of its line, from 1.</param>
/// <param name="Record">Its content.</param>
internal readonly record struct JournalLine(int Number, ReadOnlyMemory<byte> Record);
