using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Infra.Engine.Docker.Client;

/// <summary>A connection to an engine through the input and output of a local <c>ssh</c> process.</summary>
internal sealed class SshConnection : Stream
{
    private const int MaxErrorLength = 4096;

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task _readingErrors;
    private int _isDisposed;

    private SshConnection(Process process)
    {
        _process = process;
        _readingErrors = ReadErrorsAsync();
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Starts ssh.</summary>
    /// <exception cref="EngineUnreachableException">There is no ssh on this machine.</exception>
    public static SshConnection Start(EngineAddress address)
    {
        var start = new ProcessStartInfo("ssh")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in Arguments(address))
        {
            start.ArgumentList.Add(argument);
        }

        try
        {
            return new SshConnection(Process.Start(start)!);
        }
        catch (Win32Exception e)
        {
            throw new EngineUnreachableException($"{address} needs the program ssh, which cannot be started: {e.Message}. Install it", e);
        }
    }

    /// <summary>The arguments of ssh.</summary>
    public static IReadOnlyList<string> Arguments(EngineAddress address)
    {
        List<string> arguments = [.. address.SshOptions, "-T"];
        if (address.User is { } user)
        {
            arguments.AddRange(["-l", user]);
        }

        if (address.Port is { } port)
        {
            arguments.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        }

        arguments.AddRange(["--", address.Host, "docker"]);
        if (address.Path.Length > 0)
        {
            // The other machine's shell parses the line.
            arguments.AddRange(["--host", $"'unix://{address.Path.Replace("'", "'\\''", StringComparison.Ordinal)}'"]);
        }

        return [.. arguments, "system", "dial-stdio"];
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = await _process.StandardOutput.BaseStream.ReadAsync(buffer, cancellationToken);
        if (length == 0 && buffer.Length > 0)
        {
            await ThrowIfFailedAsync(cancellationToken);
        }

        return length;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await _process.StandardInput.BaseStream.WriteAsync(buffer, cancellationToken);
            await _process.StandardInput.BaseStream.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            await ThrowIfFailedAsync(cancellationToken);
            throw;
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => _process.StandardInput.BaseStream.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
            }

            _process.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task ThrowIfFailedAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        if (_process.ExitCode == 0)
        {
            return;
        }

        await _readingErrors.WaitAsync(cancellationToken);
        string errors;
        lock (_errors)
        {
            errors = _errors.ToString().Trim();
        }

        throw new IOException(
            errors.Length > 0
                ? $"ssh: {errors}"
                : string.Create(CultureInfo.InvariantCulture, $"ssh ended with exit code {_process.ExitCode} and without a message")
        );
    }

    private async Task ReadErrorsAsync()
    {
        try
        {
            while (await _process.StandardError.ReadLineAsync() is { } line)
            {
                lock (_errors)
                {
                    if (_errors.Length + line.Length < MaxErrorLength)
                    {
                        _errors.AppendLine(line);
                    }
                }
            }
        }
        catch (Exception e) when (e is ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The connection was closed meanwhile, and the errors are no longer needed.
        }
    }
}
