using System.Collections.Immutable;

namespace Infra.PolicyPacks;

/// <summary>The options a program sets on a resource, as in Pulumi's documentation.</summary>
public sealed record ResourceOptions
{
    /// <summary>No option set.</summary>
    public static ResourceOptions None { get; } = new();

    /// <summary>True if the resource may not be deleted.</summary>
    public bool Protect { get; init; }

    /// <summary>The paths of properties whose changes are ignored.</summary>
    public ImmutableArray<string> IgnoreChanges { get; init; } = [];

    /// <summary>Whether a replacement deletes the old resource first; null if the program leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    /// <summary>The outputs to encrypt besides those the provider marks as secret.</summary>
    public ImmutableArray<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>The URNs the resource had before.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The time limits of operations.</summary>
    public ResourceTimeouts Timeouts { get; init; } = ResourceTimeouts.None;
}

/// <summary>The time limits of operations; zero for the provider's default.</summary>
/// <param name="Create">The limit of creating the resource.</param>
/// <param name="Update">The limit of updating the resource.</param>
/// <param name="Delete">The limit of deleting the resource.</param>
/// <param name="Read">The limit of reading the resource.</param>
public sealed record ResourceTimeouts(TimeSpan Create, TimeSpan Update, TimeSpan Delete, TimeSpan Read)
{
    /// <summary>No time limit set: the provider uses its own.</summary>
    public static ResourceTimeouts None { get; } = new(default, default, default, default);
}
