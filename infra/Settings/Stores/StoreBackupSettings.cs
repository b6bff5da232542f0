using System.Globalization;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Settings;

/// <summary>The backups of a store.</summary>
[ShortForm(nameof(To))]
internal sealed record StoreBackupSettings
{
    /// <summary>The name of the s3 store that keeps the backups.</summary>
    /// <value>none; required unless <c>managed</c></value>
    /// <remarks>
    /// The CronJob <c>&lt;store&gt;-backup</c>, which writes a copy with a client of the server's major version and uploads it below
    /// <c>&lt;system&gt;/&lt;stack&gt;/&lt;store&gt;/</c> in the bucket.
    /// </remarks>
    /// <example>backup: backups</example>
    public string? To { get; init; }

    /// <summary>The time between two backups: what may be lost.</summary>
    /// <value>1d</value>
    /// <remarks>
    /// The CronJob's <c>schedule</c>, at a time that differs between stores: 15m, 20m, 30m, 1h, 2h, 3h, 4h, 6h, 8h, 12h, 1d or 7d. An alert
    /// when the last backup is older.
    /// </remarks>
    /// <example>backup: {to: backups, every: 6h}</example>
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(1);

    /// <summary>How long a backup is kept. The newest one is never deleted.</summary>
    /// <value>14d</value>
    /// <remarks>What the CronJob deletes from the bucket after a backup.</remarks>
    /// <example>backup: {to: backups, keep: 30d}</example>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(14);

    /// <summary>The restoration of the newest backup, as a trial.</summary>
    /// <value>none</value>
    /// <remarks>The CronJob <c>&lt;store&gt;-drill</c>, and an alert when the last drill is older.</remarks>
    /// <example>backup: {to: backups, drill: 7d}</example>
    public StoreDrillSettings? Drill { get; init; }

    /// <summary>The backup of another store that a new one starts with.</summary>
    /// <value>none: it starts empty</value>
    /// <remarks>
    /// CloudNativePG's <c>bootstrap.recovery</c>, which has an effect only when the store is deployed first. For other kinds and forms:
    /// <c>infra store restore</c>.
    /// </remarks>
    /// <example>backup: {to: backups, restore: {from: orders-db, at: "2026-08-01T12:00:00Z"}}</example>
    public StoreRestoreSettings? Restore { get; init; }

    /// <summary>Whether others make the backups: an external store's provider, or an operator by resources of its own.</summary>
    /// <value>false</value>
    /// <remarks>Nothing: it states that no backup is missing.</remarks>
    /// <example>backup: {managed: true}</example>
    public bool Managed { get; init; }
}

/// <summary>The backup of another store that a new one starts with.</summary>
[ShortForm(nameof(From))]
internal sealed record StoreRestoreSettings
{
    /// <summary>The name of the store whose backup it is. It need not exist any more.</summary>
    /// <remarks>The folder in the bucket from which the servers start.</remarks>
    /// <example>restore: orders-db</example>
    public required string From { get; init; }

    /// <summary>The time whose data the new store gets, as in RFC 3339.</summary>
    /// <value>the latest that was archived</value>
    /// <remarks>CloudNativePG's <c>recoveryTarget.targetTime</c>.</remarks>
    /// <example>restore: {from: orders-db, at: "2026-08-01T12:00:00Z"}</example>
    public string? At { get; init; }

    /// <summary>The time of <see cref="At"/>; null if there is none, or if it is no time.</summary>
    internal DateTimeOffset? Time =>
        DateTimeOffset.TryParse(At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}

/// <summary>The restoration of a store's newest backup into a server that only serves this purpose.</summary>
[ShortForm(nameof(Every))]
internal sealed record StoreDrillSettings
{
    /// <summary>The time between two drills.</summary>
    /// <value>7d</value>
    /// <remarks>The CronJob's <c>schedule</c>: 1d, 7d, 14d (the 1st and 15th of a month) or 30d (once a month).</remarks>
    /// <example>drill: 7d</example>
    public TimeSpan Every { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// A query whose first result must be neither empty, 0 nor false: in SQL for postgres and mysql, in JavaScript for mongodb.
    /// </summary>
    /// <value>none: the server must have restored everything and answer</value>
    /// <remarks>The drill runs it in the restored database, and fails unless it holds.</remarks>
    /// <example>drill: {every: 7d, query: "SELECT max(created) > now() - interval '1 day' FROM orders"}</example>
    public string? Query { get; init; }

    /// <summary>The database of <c>query</c>.</summary>
    /// <value>the store's <c>database</c></value>
    /// <remarks>The database in which the drill runs the query.</remarks>
    /// <example>drill: {query: "SELECT count(*) FROM reports", database: reports}</example>
    public string? Database { get; init; }
}
