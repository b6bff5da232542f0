namespace Infra.Simulator.Api;

/// <summary>What a write carries beside the object.</summary>
internal sealed record RequestOptions
{
    /// <summary>The name that <c>metadata.managedFields</c> gets for the changed fields.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Answer as if writing, but leave everything as it is.</summary>
    public bool DryRun { get; init; }
}
