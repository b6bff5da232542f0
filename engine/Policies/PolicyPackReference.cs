namespace Infra.Engine.Policies;

/// <summary>A reference to a policy pack.</summary>
/// <param name="Path">Its folder, or its program.</param>
/// <param name="ConfigFile">The JSON file with its configuration; null for none.</param>
public sealed record PolicyPackReference(string Path, string? ConfigFile = null)
{
    /// <summary>The place of the reference, <c>file:line</c>; "" for the command line.</summary>
    public string NamedAt { get; init; } = "";
}
