namespace Infra.Simulator.Api;

/// <summary>What becomes of the objects a deleted object owns.</summary>
public enum PropagationPolicy
{
    /// <summary>The garbage collector deletes them afterwards.</summary>
    Background,

    /// <summary>The object stays, marked as deleting, until the garbage collector has deleted them.</summary>
    Foreground,

    /// <summary>They stay, without owner.</summary>
    Orphan,
}

/// <summary>How to delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>Delete only an object of this UID.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only this version of the object.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>What becomes of owned objects; null for the kind's default.</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>Seconds a pod gets to end; 0 removes it at once; null for the pod's own period.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Answer as if deleting, but leave everything as it is.</summary>
    public bool DryRun { get; init; }
}
