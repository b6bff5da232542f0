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

    /// <summary>Where the bucket is, for network policies.</summary>
    public required BucketReach Reach { get; init; }

    /// <summary>Where the bucket is for a drill, which is in another namespace.</summary>
    public BucketReach DrillReach =>
        Reach.Pods is { IsElsewhere: false } pods ? new BucketReach(pods with { IsElsewhere = true, Namespace = Namespace }, []) : Reach;

    /// <summary>The namespace of the services.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether the credentials of the bucket are drawn by the program.</summary>
    public required bool HasDrawnCredentials { get; init; }

    /// <summary>The Secret with the credentials of the bucket under the names of their variables, for clients that ask for these.</summary>
    public string AwsSecret => HasDrawnCredentials ? StoreNames.AwsSecret(Target) : Bucket.Secret;

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
