using System.Text.Json.Serialization;

namespace Infra.Rehearsal.Plans;

/// <summary>Something that breaks, or is done to the cluster, at a time.</summary>
/// <param name="At">When it begins.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ZoneLoss), "zoneLoss")]
[JsonDerivedType(typeof(NodeLoss), "nodeLoss")]
[JsonDerivedType(typeof(NodeDrain), "nodeDrain")]
[JsonDerivedType(typeof(PodKill), "podKill")]
[JsonDerivedType(typeof(Rollout), "rollout")]
public abstract record FaultPlan(TimeSpan At)
{
    /// <summary>What is written in the report, such as <c>zone b is lost</c>.</summary>
    public abstract string Text { get; }
}

/// <summary>All nodes of a zone stop.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Zone">The zone.</param>
/// <param name="For">How long; null until the end.</param>
public sealed record ZoneLoss(TimeSpan At, string Zone, TimeSpan? For) : FaultPlan(At)
{
    /// <inheritdoc/>
    public override string Text => $"zone {Zone} is lost";
}

/// <summary>Nodes stop: those with the most pods of services, by name where the numbers are equal.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Count">How many.</param>
/// <param name="Pool">The pool; null for all.</param>
/// <param name="For">How long; null until the end.</param>
public sealed record NodeLoss(TimeSpan At, int Count, string? Pool, TimeSpan? For) : FaultPlan(At)
{
    /// <inheritdoc/>
    public override string Text => Count == 1 ? "a node is lost" : $"{Count} nodes are lost";
}

/// <summary>Nodes are drained one after the other, as <c>kubectl drain</c> does it.</summary>
/// <param name="At">When it begins.</param>
/// <param name="Count">How many.</param>
/// <param name="Pool">The pool; null for all.</param>
/// <param name="For">How long they stay out of service after the drain; null until the end.</param>
public sealed record NodeDrain(TimeSpan At, int Count, string? Pool, TimeSpan? For) : FaultPlan(At)
{
    /// <inheritdoc/>
    public override string Text => Count == 1 ? "a node is drained" : $"{Count} nodes are drained";
}

/// <summary>Pods of a service are killed once.</summary>
/// <param name="At">When.</param>
/// <param name="Service">The service.</param>
/// <param name="Count">How many of its pods.</param>
public sealed record PodKill(TimeSpan At, string Service, int Count) : FaultPlan(At)
{
    /// <inheritdoc/>
    public override string Text => Count == 1 ? $"a pod of {Service} is killed" : $"{Count} pods of {Service} are killed";
}

/// <summary>A version of a service is deployed.</summary>
/// <param name="At">When.</param>
/// <param name="Service">The service.</param>
/// <param name="Version">The tag of its image.</param>
/// <param name="Failure">What is wrong with the version.</param>
/// <param name="RollBackAfter">When the former version is deployed again; null for never.</param>
public sealed record Rollout(TimeSpan At, string Service, string Version, RolloutFailure Failure, TimeSpan? RollBackAfter) : FaultPlan(At)
{
    /// <inheritdoc/>
    public override string Text => $"version {Version} of {Service} is deployed";
}

/// <summary>What is wrong with a deployed version.</summary>
public enum RolloutFailure
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Its pods never become ready.</summary>
    Readiness,

    /// <summary>Its containers exit at once.</summary>
    Crash,

    /// <summary>Its image cannot be pulled.</summary>
    Image,

    /// <summary>Its pods become ready, and answer every request with an error.</summary>
    Errors,
}
