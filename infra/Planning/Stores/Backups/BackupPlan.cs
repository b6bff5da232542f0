using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Stores.Backups;

/// <summary>The backups of a store.</summary>
internal sealed record BackupPlan
{
    public required StoreBackupSettings Settings { get; init; }

    /// <summary>The name of the store that keeps the backups.</summary>
    public required string Target { get; init; }

    /// <summary>How the backups reach their bucket.</summary>
    public required StoreConnection Bucket { get; init; }

    /// <summary>The folder in the bucket, which no other store has.</summary>
    public required string Folder { get; init; }

    /// <summary>The databases that are backed up; one without meaning for a kind whose backup is of the whole server.</summary>
    public required ImmutableArray<string> Databases { get; init; }

    /// <summary>The image with the client, of the server's version.</summary>
    public required StoreImage Image { get; init; }

    /// <summary>The folder of a store: that of its system, stack and cluster.</summary>
    public static string FolderOf(string store, SystemIdentity system) =>
        string.Join('/', new[] { system.Name, system.Stack, system.Cluster, store }.OfType<string>());
}
