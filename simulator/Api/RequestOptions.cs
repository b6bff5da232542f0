namespace Infra.Simulator.Api;

/// <summary>What becomes of fields the schema does not know, and of fields given twice.</summary>
internal enum FieldValidation
{
    Ignore,
    Warn,
    Strict,
}

/// <summary>What a write carries beside the object.</summary>
internal sealed record RequestOptions
{
    /// <summary>The name that <c>metadata.managedFields</c> gets for the changed fields.</summary>
    public required string FieldManager { get; init; }

    /// <summary>Answer as if writing, but leave everything as it is.</summary>
    public bool DryRun { get; init; }

    public FieldValidation FieldValidation { get; init; } = FieldValidation.Ignore;

    /// <summary>Server-side apply takes fields from other managers.</summary>
    public bool Force { get; init; }

    /// <summary>Fields that the body gave twice, by path.</summary>
    public IReadOnlyList<string> DuplicateFields { get; init; } = [];

    /// <summary>What the client is to be told although the request succeeds.</summary>
    public List<string> Warnings { get; } = [];
}
