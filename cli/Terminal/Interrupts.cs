using System.Runtime.InteropServices;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>
/// Handles SIGINT and SIGTERM. The first cancels the command: it completes the operations in progress and saves the state. The second
/// aborts: it abandons the operations in progress and saves the state. The third ends the process. A command that has nothing to save is
/// ended shortly after the first, whatever it is doing.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>How long a command that has nothing to save may take to end by itself.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private static readonly CancellationTokenSource Aborting = new();
    private static int _saving;

    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private ITimer? _end;

    public Interrupts() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];

    /// <summary>Canceled by the second signal.</summary>
    public static CancellationToken Aborted => Aborting.Token;

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>Announces work that must be saved, so that only a third signal ends the process before its end.</summary>
    public static void ExpectSaving() => Interlocked.Increment(ref _saving);

    public void Dispose()
    {
        _end?.Dispose();
        _registrations.ForEach(registration => registration.Dispose());
        _cancelled.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_cancelled.IsCancellationRequested)
        {
            var isSaving = Volatile.Read(ref _saving) > 0;
            Console.Error.WriteLine(
                isSaving
                    ? "Interrupted: completing the operations in progress, then saving the state. Press Ctrl-C again to abort them."
                    : "Interrupted"
            );
            _end = isSaving
                ? null
                : TimeProvider.System.CreateTimer(_ => Environment.Exit((int)ExitCode.Cancelled), null, Grace, Timeout.InfiniteTimeSpan);
            _cancelled.Cancel();
        }
        else if (!Aborting.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted again: aborting the operations in progress; their outcome is unknown.");
            Aborting.Cancel();
        }
        else
        {
            Environment.Exit((int)ExitCode.Cancelled);
        }
    }
}
