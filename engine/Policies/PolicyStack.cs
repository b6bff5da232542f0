namespace Infra.Engine.Policies;

/// <summary>The stack policy packs are configured for.</summary>
internal sealed record PolicyStack
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required bool IsPreview { get; init; }

    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>The configuration file of the stack, or null.</summary>
    public string? File { get; init; }

    /// <summary>
    /// Prefixes a problem with the stack's configuration by its place in the file; null where it concerns something else.
    /// </summary>
    public string? Locate(string problem) => File is null ? null : SettingPlaces.FromStackFile(File).Locate(problem);
}
