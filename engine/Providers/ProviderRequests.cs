using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Providers;

/// <summary>What <see cref="IResourceProvider.CheckAsync"/> and <see cref="IResourceProvider.CheckConfigAsync"/> look at.</summary>
public sealed record CheckRequest
{
    /// <summary>The resource to check.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The checked inputs of the last update, empty for a new resource.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The inputs as the program gave them.</summary>
    public required PropertyMap NewInputs { get; init; }

    /// <summary>32 bytes that are the same whenever the same creation is checked: the source of random parts of automatic names.</summary>
    public required ReadOnlyMemory<byte> RandomSeed { get; init; }
}

/// <summary>Two versions of a resource to compare.</summary>
public sealed record DiffRequest
{
    /// <summary>The resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The resource's id; "" for a provider's configuration.</summary>
    public required string Id { get; init; }

    /// <summary>The checked inputs of the last update.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The state of the last update: what the provider returned then.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>The checked new inputs.</summary>
    public required PropertyMap NewInputs { get; init; }

    /// <summary>Property paths of which the program does not want to see changes. The engine has put the old inputs' values there already.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];
}

/// <summary>The configuration of a provider instance.</summary>
public sealed record ConfigureRequest
{
    /// <summary>The provider resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The checked configuration.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>True where nothing may be changed with this instance.</summary>
    public required bool Preview { get; init; }
}

/// <summary>A resource to create.</summary>
public sealed record CreateRequest
{
    /// <summary>The resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The checked inputs.</summary>
    public required PropertyMap Inputs { get; init; }

    /// <summary>How long the creation may take until ready; null leaves it to the provider.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>True to foretell only.</summary>
    public bool Preview { get; init; }

    /// <summary>The user's wish to stop: what is written counts, but its readiness is not waited for any longer.</summary>
    public CancellationToken StopWaiting { get; init; }
}

/// <summary>A resource to change in place.</summary>
public sealed record UpdateRequest
{
    /// <summary>The resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The resource's id.</summary>
    public required string Id { get; init; }

    /// <summary>The checked inputs of the last update.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The state of the last update.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>The checked new inputs.</summary>
    public required PropertyMap NewInputs { get; init; }

    /// <summary>How long the update may take until ready; null leaves it to the provider.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Property paths the program does not want changed.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>True to foretell only.</summary>
    public bool Preview { get; init; }

    /// <summary>The user's wish to stop: what is written counts, but its readiness is not waited for any longer.</summary>
    public CancellationToken StopWaiting { get; init; }
}

/// <summary>A resource to delete.</summary>
public sealed record DeleteRequest
{
    /// <summary>The resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The resource's id.</summary>
    public required string Id { get; init; }

    /// <summary>The checked inputs of the last update.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The state of the last update.</summary>
    public required PropertyMap OldState { get; init; }

    /// <summary>How long the deletion may take; null leaves it to the provider.</summary>
    public TimeSpan? Timeout { get; init; }
}

/// <summary>A resource to read.</summary>
public sealed record ReadRequest
{
    /// <summary>The resource.</summary>
    public required Urn Urn { get; init; }

    /// <summary>The id to look up.</summary>
    public required string Id { get; init; }

    /// <summary>The inputs of the last update; empty in an import.</summary>
    public required PropertyMap OldInputs { get; init; }

    /// <summary>The state of the last update; empty in an import; in a program's own read, the properties it gave.</summary>
    public required PropertyMap OldState { get; init; }
}

/// <summary>A function call.</summary>
public sealed record InvokeRequest
{
    /// <summary>The function's token, e.g. <c>kubernetes:yaml:decode</c>.</summary>
    public required string Token { get; init; }

    /// <summary>The arguments.</summary>
    public required PropertyMap Arguments { get; init; }
}
