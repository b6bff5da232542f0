namespace Infra.Backend.Settings;

/// <summary>Orders in which the pods of a stateful service start.</summary>
internal enum StartupOrder
{
    /// <summary>All at once, so that they can find each other before they are ready.</summary>
    Parallel,

    /// <summary>One after the other, each once the one before it is ready.</summary>
    Ordered,
}

/// <summary>What becomes of the claims of a stateful service's pods when the pods are gone for good.</summary>
internal sealed record ClaimRetentionSettings
{
    /// <summary>When the service is deleted.</summary>
    /// <value>retain; delete if its persistent volumes have <c>onRemoval: delete</c></value>
    /// <remarks>
    /// The policy's <c>whenDeleted</c>, which <c>onRemoval</c> of the volumes sets, too; the two must agree. With <c>delete</c> the data is
    /// lost, also when the StatefulSet is replaced.
    /// </remarks>
    /// <example>claimRetention: {whenDeleted: delete}</example>
    public ClaimRetention? WhenDeleted { get; init; }

    /// <summary>When the number of replicas decreases.</summary>
    /// <value>retain</value>
    /// <remarks>The policy's <c>whenScaled</c>. With <c>delete</c> a pod that returns starts with an empty volume.</remarks>
    /// <example>claimRetention: {whenScaled: delete}</example>
    public ClaimRetention WhenScaled { get; init; } = ClaimRetention.Retain;
}

/// <summary>What becomes of a claim that no pod uses.</summary>
internal enum ClaimRetention
{
    /// <summary>It is kept with its data.</summary>
    Retain,

    /// <summary>It is deleted, and its data with it unless the storage class retains volumes.</summary>
    Delete,
}
