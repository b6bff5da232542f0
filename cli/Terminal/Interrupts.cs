using System.Runtime.InteropServices;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>
/// Handles SIGINT and SIGTERM. The first cancels the command: it completes the operations in progress and saves the state. The second
/// aborts: it abandons the operations in progress and saves the state. The third ends the process.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly CancellationTokenSource Aborting = new();

    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Interrupts() =>
        _registrations = [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];

    /// <summary>Canceled by the second signal.</summary>
    public static CancellationToken Aborted => Aborting.Token;

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _cancelled.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (!_cancelled.IsCancellationRequested)
        {
            Console.Error.WriteLine(
                "Interrupted: completing the operations in progress, then saving the state. Press Ctrl-C again to abort them."
            );
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
