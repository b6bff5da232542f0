using System.Runtime.InteropServices;
using Infra.Engine.Errors;

namespace Infra.Cli.Terminal;

/// <summary>
/// Handles SIGINT and SIGTERM. The first cancels the command: it completes the operations in progress and saves the state. The second, or
/// the end of the grace time, aborts: it abandons the operations in progress and saves the state. The third ends the process. A command
/// that has nothing to save is ended shortly after the first, whatever it is doing.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    /// <summary>How long a command that has nothing to save may take to end by itself.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private static readonly CancellationTokenSource Aborting = new();
    private static int _saving;

    private readonly Lock _gate = new();
    private readonly InterruptSequence _sequence;
    private readonly bool _isJob;
    private readonly CancellationTokenSource _cancelled = new();
    private readonly List<PosixSignalRegistration> _registrations;
    private ITimer? _end;

    /// <param name="isJob">True for a job of a CI system, which sends two signals for one cancellation.</param>
    public Interrupts(bool isJob)
    {
        _isJob = isJob;
        _sequence = new InterruptSequence(joinsKinds: isJob);
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Canceled by the second signal.</summary>
    public static CancellationToken Aborted => Aborting.Token;

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Cancelled => _cancelled.Token;

    /// <summary>The longest time to complete operations after the first signal; null for any.</summary>
    public TimeSpan? Grace { get; set; }

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
        Receive(context.Signal);
    }

    /// <summary>Does what a signal asks for.</summary>
    internal void Receive(PosixSignal signal)
    {
        InterruptStep step;
        lock (_gate)
        {
            step = _sequence.Add(signal);
        }

        Carry(step, "Interrupted again");
    }

    private void OnGraceEnd(object? state)
    {
        InterruptStep step;
        lock (_gate)
        {
            step = _sequence.Expire();
        }

        Carry(step, $"The grace time of {Grace!.Value.TotalSeconds:0.#} s is over");
    }

    // Callbacks of a cancellation may block: not on this thread, and never under the lock, which later signals need.
    private void Carry(InterruptStep step, string reason)
    {
        switch (step)
        {
            case InterruptStep.Cancel:
                Cancel();
                break;
            case InterruptStep.Abort:
                Console.Error.WriteLine($"{reason}: aborting the operations in progress; their outcome is unknown.");
                _ = Aborting.CancelAsync();
                break;
            case InterruptStep.End:
                Environment.Exit((int)ExitCode.Cancelled);
                break;
            default:
                break;
        }
    }

    private void Cancel()
    {
        if (Volatile.Read(ref _saving) > 0)
        {
            var again =
                Grace is { } grace ? $"They are aborted in {grace.TotalSeconds:0.#} s."
                : _isJob ? "A second signal of the same kind aborts them."
                : "Press Ctrl-C again to abort them.";
            Console.Error.WriteLine($"Interrupted: completing the operations in progress, then saving the state. {again}");
            _end = Grace is { } time ? TimeProvider.System.CreateTimer(OnGraceEnd, null, time, Timeout.InfiniteTimeSpan) : null;
        }
        else
        {
            Console.Error.WriteLine("Interrupted");
            _end = TimeProvider.System.CreateTimer(
                _ => Environment.Exit((int)ExitCode.Cancelled),
                null,
                TimeToEnd,
                Timeout.InfiniteTimeSpan
            );
        }

        _ = _cancelled.CancelAsync();
    }
}
