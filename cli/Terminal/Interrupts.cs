using System.Runtime.InteropServices;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>
/// Ctrl-C and termination: the first asks the command to finish what is under way and save, the second ends it at once.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations;

    public Interrupts() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    /// <summary>Cancelled at the first interrupt.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            Environment.Exit((int)ExitCode.Cancelled);
        }

        context.Cancel = true;
        _source.Cancel();
    }
}
