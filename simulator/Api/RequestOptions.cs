using Infra.Simulator.Api.Access;

namespace Infra.Simulator.Api;

/// <summary><c>fieldValidation</c>: the handling of unknown and duplicate fields.</summary>
internal enum FieldValidation
{
    Ignore,
    Warn,
    Strict,
}

/// <summary>The options of a write request.</summary>
internal sealed record RequestOptions
{
    /// <summary>The field manager recorded in <c>metadata.managedFields</c>.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Whether the request is a dry run.</summary>
    public bool DryRun { get; init; }

    public FieldValidation FieldValidation { get; init; } = FieldValidation.Ignore;

    /// <summary>Whether server-side apply takes over fields of other managers.</summary>
    public bool Force { get; init; }

    /// <summary>What strict validation rejects in the body's text: duplicate fields.</summary>
    public IReadOnlyList<string> StrictErrors { get; init; } = [];

    /// <summary>The user; null for components of the cluster, which are not subject to authorization.</summary>
    public UserInfo? User { get; init; }

    /// <summary>Warnings in the response.</summary>
    public List<string> Warnings { get; } = [];
}
