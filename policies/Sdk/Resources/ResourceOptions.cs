using System.Collections.Immutable;

namespace Infra.Policies.Sdk.Resources;

/// <summary>How the program wants a resource treated.</summary>
internal sealed record ResourceOptions
{
    public static ResourceOptions None { get; } = new();

    public bool Protect { get; init; }

    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    /// <summary>Null where the program did not say.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    public ImmutableArray<string> Aliases { get; init; } = [];

    public ResourceTimeouts Timeouts { get; init; } = ResourceTimeouts.None;
}

/// <summary>How long operations may take; zero is the provider's default.</summary>
internal sealed record ResourceTimeouts(TimeSpan Create, TimeSpan Update, TimeSpan Delete, TimeSpan Read)
{
    public static ResourceTimeouts None { get; } = new(default, default, default, default);
}
