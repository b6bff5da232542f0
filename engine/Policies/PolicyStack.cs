namespace Infra.Engine.Policies;

/// <summary>The stack that packs are told of.</summary>
internal sealed record PolicyStack
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required bool IsPreview { get; init; }

    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ConfigSecretKeys { get; init; } = [];

    /// <summary>The file that configures the stack; null where there is none.</summary>
    public string? File { get; init; }

    /// <summary>A problem with the stack's configuration, with its place in the file; null where it is about something else.</summary>
    public string? Locate(string problem) => File is null ? null : SettingPlaces.FromStackFile(File).Locate(problem);
}
