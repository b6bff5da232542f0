namespace Infra.Engine.Policies;

/// <summary>The stack that packs are told of.</summary>
internal sealed record PolicyStack
{
    public required string Project { get; init; }

    public required string Stack { get; init; }

    public required bool IsPreview { get; init; }

    public IReadOnlyDictionary<string, string> Config { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> ConfigSecretKeys { get; init; } = [];
}
