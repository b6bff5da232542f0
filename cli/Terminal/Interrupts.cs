using System.Runtime.InteropServices;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>
/// Ctrl-C and termination: the first asks the command to finish what is under way and save, the second to give up what is under way and save, the
/// third ends the process.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly CancellationTokenSource Giving = new();

    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Interrupts() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Cancelled at the second interrupt of this process.</summary>
    public static CancellationToken Aborted => Giving.Token;

    /// <summary>Cancelled at the first interrupt.</summary>
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
            Console.Error.WriteLine("Interrupted: finishing what is under way, then saving. Press Ctrl-C again to give it up at once.");
            _cancelled.Cancel();
        }
        else if (!Giving.IsCancellationRequested)
        {
            Console.Error.WriteLine("Interrupted again: giving up what is under way; its outcome is not known.");
            Giving.Cancel();
        }
        else
        {
            Environment.Exit((int)ExitCode.Cancelled);
        }
    }
}
