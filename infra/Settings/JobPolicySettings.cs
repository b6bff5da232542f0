using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>What a failure of a pod means: a rule for exit codes or for a condition of the pod.</summary>
internal sealed record PodFailureSettings
{
    /// <summary>The exit codes of a container.</summary>
    /// <value>none: <c>condition</c> says which failures match</value>
    /// <remarks>The rule's <c>onExitCodes.values</c>.</remarks>
    /// <example>podFailurePolicy: [{exitCodes: [42, 43], action: failJob}]</example>
    public ImmutableArray<int> ExitCodes { get; init; } = [];

    /// <summary>Whether the exit code is one of the list.</summary>
    /// <value>in</value>
    /// <remarks>The rule's <c>onExitCodes.operator</c>. <c>notIn</c> does not match a success.</remarks>
    /// <example>podFailurePolicy: [{exitCodes: [1, 2], operator: notIn, action: failJob}]</example>
    public ExitCodeOperator Operator { get; init; } = ExitCodeOperator.In;

    /// <summary>The container that terminated with the exit code.</summary>
    /// <value>any container</value>
    /// <remarks>The rule's <c>onExitCodes.containerName</c>.</remarks>
    /// <example>podFailurePolicy: [{container: migrate, exitCodes: [42], action: failJob}]</example>
    public string? Container { get; init; }

    /// <summary>The type of a condition of the pod that is true, such as <c>DisruptionTarget</c> for an eviction.</summary>
    /// <value>none: <c>exitCodes</c> says which failures match</value>
    /// <remarks>The rule's <c>onPodConditions</c>.</remarks>
    /// <example>podFailurePolicy: [{condition: DisruptionTarget, action: ignore}]</example>
    public string? Condition { get; init; }

    /// <summary>What the failure means.</summary>
    /// <remarks>The rule's <c>action</c>.</remarks>
    /// <example>podFailurePolicy: [{exitCodes: [42], action: failJob}]</example>
    public required PodFailureAction Action { get; init; }
}

/// <summary>Comparisons of exit codes.</summary>
internal enum ExitCodeOperator
{
    /// <summary>The exit code is one of the list.</summary>
    In,

    /// <summary>The exit code is not one of the list.</summary>
    NotIn,
}

/// <summary>What a failure of a pod means.</summary>
internal enum PodFailureAction
{
    /// <summary>The job has failed; its other pods are terminated.</summary>
    FailJob,

    /// <summary>The index has failed, without retries (with <c>retriesPerIndex</c>).</summary>
    FailIndex,

    /// <summary>It does not count towards the retries.</summary>
    Ignore,

    /// <summary>It counts towards the retries, as without a rule.</summary>
    Count,
}

/// <summary>When an indexed job has succeeded before all of its indexes have.</summary>
internal sealed record JobSuccessSettings
{
    /// <summary>The indexes that count, as numbers and ranges.</summary>
    /// <value>all</value>
    /// <remarks>The rule's <c>succeededIndexes</c>.</remarks>
    /// <example>successPolicy: [{indexes: "0,2-4"}]</example>
    public string? Indexes { get; init; }

    /// <summary>How many of them must have succeeded.</summary>
    /// <value>all of them</value>
    /// <remarks>The rule's <c>succeededCount</c>.</remarks>
    /// <example>successPolicy: [{count: 3}]</example>
    [Range(1, 10_000)]
    public int? Count { get; init; }
}
