namespace Infra.Backend.Planning.Stores.Operators;

/// <summary>What the operators of Percona call the parts of a restoration.</summary>
internal sealed record PerconaTrialKinds
{
    /// <summary>The resource of clusters.</summary>
    public required string Plural { get; init; }

    /// <summary>The resource of backups.</summary>
    public required string Backups { get; init; }

    /// <summary>The resource of restorations.</summary>
    public required string Restores { get; init; }

    /// <summary>The field of a restoration that names the cluster.</summary>
    public required string ClusterField { get; init; }

    /// <summary>Whether a restoration names the databases.</summary>
    public bool ChoosesDatabases { get; init; }

    /// <summary>The state of a backup or a restoration after success.</summary>
    public required string Done { get; init; }

    /// <summary>The state of a restoration after failure.</summary>
    public required string Failed { get; init; }

    /// <summary>The finalizer with which the operator deletes volumes and Secrets, too.</summary>
    public required string DeleteVolumes { get; init; }

    /// <summary>The administrator's name; null if the Secret has it.</summary>
    public string? Username { get; init; }
}
