using System.Runtime.InteropServices;

namespace Infra.Cli.Terminal;

/// <summary>What a signal asks of a command.</summary>
internal enum InterruptStep
{
    /// <summary>It belongs to the cancellation that is under way.</summary>
    None,

    /// <summary>Complete the operations in progress, then save.</summary>
    Cancel,

    /// <summary>Abandon the operations in progress, then save.</summary>
    Abort,

    /// <summary>End the process.</summary>
    End,
}

/// <summary>
/// Counts the signals of a user or of a CI system. A user asks again by any signal. CI systems send SIGINT and then SIGTERM for one
/// cancellation, so there only a signal of a kind that has come before asks again.
/// </summary>
internal sealed class InterruptSequence(bool joinsKinds)
{
    private readonly HashSet<PosixSignal> _kinds = [];
    private InterruptStep _step = InterruptStep.None;

    /// <summary>Counts a signal.</summary>
    public InterruptStep Add(PosixSignal signal)
    {
        if (_step != InterruptStep.None && joinsKinds && _kinds.Add(signal))
        {
            return InterruptStep.None;
        }

        _kinds.Clear();
        _kinds.Add(signal);
        return Advance();
    }

    /// <summary>Counts the end of the time that a cancelled command has.</summary>
    public InterruptStep Expire() => _step == InterruptStep.Cancel ? Advance() : InterruptStep.None;

    private InterruptStep Advance() =>
        _step = _step switch
        {
            InterruptStep.None => InterruptStep.Cancel,
            InterruptStep.Cancel => InterruptStep.Abort,
            _ => InterruptStep.End,
        };
}
