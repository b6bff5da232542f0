namespace Infra.Engine.Stores;

/// <summary>What can be done with a store by hand.</summary>
public enum StoreTask
{
    /// <summary>Makes a backup.</summary>
    Backup,

    /// <summary>Restores the newest backup into a throwaway server and checks it.</summary>
    Drill,

    /// <summary>Restores a backup into an empty store.</summary>
    Restore,
}

/// <summary>A store of which the stack has objects.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Cluster">The provider that deploys to its cluster.</param>
/// <param name="Tasks">What can be done with it.</param>
/// <param name="LastBackup">When its last backup succeeded; null if none did.</param>
/// <param name="LastDrill">When its last drill succeeded; null if none did.</param>
public sealed record StoreSummary(
    string Name,
    string Cluster,
    IReadOnlyList<StoreTask> Tasks,
    DateTimeOffset? LastBackup,
    DateTimeOffset? LastDrill
);

/// <summary>The end of a task.</summary>
/// <param name="Kind">The kind of the object that stood for it: a Job, or a custom resource of the store's operator.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Namespace">The object's namespace.</param>
/// <param name="Failure">Why it failed; null if it succeeded.</param>
/// <param name="Report">What it reported as JSON; empty if nothing.</param>
/// <param name="Log">The last lines of the containers that failed.</param>
/// <param name="Duration">How long it took.</param>
public sealed record StoreTaskResult(
    string Kind,
    string Name,
    string Namespace,
    string? Failure,
    string Report,
    string Log,
    TimeSpan Duration
);

/// <summary>From where a store is restored.</summary>
/// <param name="From">The store whose backup is restored.</param>
/// <param name="Backup">The name of the backup; null for the newest.</param>
public sealed record StoreSource(string From, string? Backup);
