namespace Infra.Simulator.Api;

/// <summary><c>propagationPolicy</c>: the handling of the dependents of a deleted object.</summary>
public enum PropagationPolicy
{
    /// <summary>The garbage collector deletes them after the owner.</summary>
    Background,

    /// <summary>The owner remains until the garbage collector has deleted them.</summary>
    Foreground,

    /// <summary>They remain, without the owner reference.</summary>
    Orphan,
}

/// <summary>The options of a delete.</summary>
public sealed record DeleteOptions
{
    /// <summary>The required UID; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>The required resource version; null for any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>The handling of dependents; null for the kind's default.</summary>
    public PropagationPolicy? Propagation { get; init; }

    /// <summary>The grace period of a pod in seconds; 0 removes it immediately; null for the pod's own period.</summary>
    public long? GracePeriodSeconds { get; init; }

    /// <summary>Whether the request is a dry run.</summary>
    public bool DryRun { get; init; }
}
