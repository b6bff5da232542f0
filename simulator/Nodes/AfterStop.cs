namespace Infra.Simulator.Nodes;

/// <summary>What follows when a container has been stopped.</summary>
internal enum AfterStop
{
    /// <summary>It does not run again.</summary>
    End,

    /// <summary>It restarts.</summary>
    Restart,

    /// <summary>The restart policy decides by the exit code.</summary>
    FollowPolicy,
}
