using Infra.Simulator.Api.Logs;
using Infra.Simulator.Nodes.Probes;

namespace Infra.Simulator.Nodes;

/// <summary>The behaviour of a simulated container. No program runs.</summary>
internal sealed record ContainerBehaviour
{
    /// <summary>The reason it never starts; null if it does.</summary>
    public string? WaitingReason { get; init; }

    /// <summary>The time to pull its image; null if every node has it.</summary>
    public TimeSpan? PullTime { get; init; }

    /// <summary>The size of its image in bytes.</summary>
    public long ImageSize { get; init; }

    /// <summary>From the pod's binding to the start.</summary>
    public TimeSpan StartDelay { get; init; }

    /// <summary>Whether it never becomes ready, even without a probe.</summary>
    public bool IsNeverReady { get; init; }

    /// <summary>From the start, or the end of the initial delay, to the first probe.</summary>
    public TimeSpan ProbeDelay { get; init; }

    /// <summary>What it answers to startup probes.</summary>
    public ProbeAnswers Startup { get; init; } = ProbeAnswers.AlwaysOk;

    /// <summary>What it answers to readiness probes.</summary>
    public ProbeAnswers Readiness { get; init; } = ProbeAnswers.AlwaysOk;

    /// <summary>What it answers to liveness probes.</summary>
    public ProbeAnswers Liveness { get; init; } = ProbeAnswers.AlwaysOk;

    /// <summary>From the start to the exit; null for a container that does not exit.</summary>
    public TimeSpan? RunTime { get; init; }

    /// <summary>The exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>The exit codes of the first run, of the first restart and so on, the last one also of all later runs; empty for
    /// <see cref="ExitCode"/>.</summary>
    public IReadOnlyList<int> ExitCodes { get; init; } = [];

    /// <summary>From the start until it exceeds its memory limit; null for never.</summary>
    public TimeSpan? TimeToOutOfMemory { get; init; }

    /// <summary>How its <c>postStart</c> hook ends.</summary>
    public HookBehaviour PostStart { get; init; } = HookBehaviour.Succeeds;

    /// <summary>How its <c>preStop</c> hook ends.</summary>
    public HookBehaviour PreStop { get; init; } = HookBehaviour.Succeeds;

    /// <summary>From SIGTERM to the exit.</summary>
    public TimeSpan StopTime { get; init; }

    /// <summary>The exit code after SIGTERM.</summary>
    public int StopExitCode { get; init; }

    /// <summary>The content of its termination message file when it ends.</summary>
    public string TerminationMessage { get; init; } = "";

    /// <summary>Its log, whose end is the termination message after an error if the file is empty; null if only the file counts.</summary>
    public LogScript? ErrorLog { get; init; }

    /// <summary>Whether its exit ends the pod whatever the restart policy.</summary>
    public bool EndsPod { get; init; }

    /// <summary>The exit code of a run.</summary>
    /// <param name="restarts">The number of restarts before it.</param>
    public int GetExitCode(int restarts) => ExitCodes.Count == 0 ? ExitCode : ExitCodes[Math.Min(restarts, ExitCodes.Count - 1)];
}
