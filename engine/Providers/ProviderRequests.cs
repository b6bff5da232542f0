using Infra.Engine.Providers.Naming;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>The inputs to check.</summary>
public sealed record CheckRequest
{
    /// <summary>The URN of the resource or provider.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The checked inputs of the last update; empty for a new resource.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The inputs from the program.</summary>
    public required PropertyMap NewInputs { get; init; }

    /// <summary>32 bytes that determine the random parts of automatic names: the same for every check of one creation.</summary>
    public required ReadOnlyMemory<byte> RandomSeed { get; init; }

    /// <summary>The name of an object that the program does not name; null to leave it to the provider.</summary>
    public Autonaming? Autonaming { get; init; }
}

/// <summary>The old and new versions of a resource to compare.</summary>
public sealed record DiffRequest
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The id that the provider assigned to the resource.</summary>
    public required string Id { get; init; }

    /// <summary>The checked inputs of the last update.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The outputs of the last update.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>The checked new inputs.</summary>
    public required PropertyMap NewInputs { get; init; }

    /// <summary>Property paths whose changes the program ignores. The new inputs have the old values there already.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];
}

/// <summary>The configuration of a provider instance.</summary>
public sealed record ConfigureRequest
{
    /// <summary>The id of the provider resource.</summary>
    public string Id { get; init; } = "";

    /// <summary>The URN of the provider resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The configuration after the check.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>True where the instance must not change anything.</summary>
    public required bool Preview { get; init; }
}

/// <summary>The resource to create.</summary>
public sealed record CreateRequest
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The inputs after the check.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>The time until the resource must be ready; null for the provider's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Property paths whose values in an object that exists already are kept.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>True to predict the outputs only.</summary>
    public bool Preview { get; init; }

    /// <summary>True where the old resource of a replacement is deleted first. In a preview it still exists.</summary>
    public bool FollowsDeletion { get; init; }

    /// <summary>The user's request to stop: the provider finishes its changes but no longer waits for readiness.</summary>
    public CancellationToken StopWaiting { get; init; }
}

/// <summary>The resource to update in place.</summary>
public sealed record UpdateRequest
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The id that the provider assigned to the resource.</summary>
    public required string Id { get; init; }

    /// <summary>The checked inputs of the last update.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The outputs of the last update.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>The checked new inputs.</summary>
    public required PropertyMap NewInputs { get; init; }

    /// <summary>The time until the resource must be ready; null for the provider's default.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Property paths whose changes the program ignores.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>True to predict the outputs only.</summary>
    public bool Preview { get; init; }

    /// <summary>The user's request to stop: the provider finishes its changes but no longer waits for readiness.</summary>
    public CancellationToken StopWaiting { get; init; }
}

/// <summary>The resource to delete.</summary>
public sealed record DeleteRequest
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The id that the provider assigned to the resource.</summary>
    public required string Id { get; init; }

    /// <summary>The checked inputs of the last update.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The outputs of the last update.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>The time until the resource must be gone; null for the provider's default.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>The resource to read.</summary>
public sealed record ReadRequest
{
    /// <summary>The URN of the resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The id of the object.</summary>
    public required string Id { get; init; }

    /// <summary>The inputs of the last update; empty for an import.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The outputs of the last update; empty for an import; for a read by the program, the properties it passes.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>For an import by the program, the inputs that it declares, unchecked; empty otherwise. Plugins do not get them.</summary>
    public PropertyMap DeclaredInputs { get; init; } = PropertyMap.Empty;

    /// <summary>For an import by the program, the paths of its <c>ignoreChanges</c>. Plugins do not get them.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];
}

/// <summary>The function to call.</summary>
public sealed record InvokeRequest
{
    /// <summary>The function's token, e.g. <c>kubernetes:yaml:decode</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The function's arguments by name.</summary>
    public required PropertyMap Arguments { get; init; }
}
