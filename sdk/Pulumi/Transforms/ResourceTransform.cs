using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// Changes a resource on its way to the provider. The engine calls it back, so that it also sees resources that
/// packaged components create.
/// </summary>
/// <param name="args">The resource, its arguments and its options.</param>
/// <param name="cancellationToken">Cancelled when the engine no longer waits.</param>
/// <returns>What to register instead; null leaves it as it is.</returns>
public delegate Task<ResourceTransformResult?> ResourceTransform(ResourceTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>What a <see cref="ResourceTransform"/> is given.</summary>
public readonly struct ResourceTransformArgs
{
    /// <summary>What a transform is given.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="type">Its type token.</param>
    /// <param name="custom">Whether a provider manages it.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">Its options.</param>
    public ResourceTransformArgs(
        string name, string type, bool custom, ImmutableDictionary<string, object?> args, ResourceOptions options) =>
        (Name, Type, Custom, Args, Options) = (name, type, custom, args, options);

    /// <summary>The resource's name.</summary>
    public string Name { get; }

    /// <summary>Its type token.</summary>
    public string Type { get; }

    /// <summary>Whether a provider manages it (a component otherwise).</summary>
    public bool Custom { get; }

    /// <summary>Its arguments. Secrets and values of other resources are outputs.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>Its options.</summary>
    public ResourceOptions Options { get; }
}

/// <summary>What a <see cref="ResourceTransform"/> gives back.</summary>
public readonly struct ResourceTransformResult
{
    /// <summary>What to register.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="options">The options.</param>
    public ResourceTransformResult(ImmutableDictionary<string, object?> args, ResourceOptions options) =>
        (Args, Options) = (args, options);

    /// <summary>The arguments.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The options.</summary>
    public ResourceOptions Options { get; }
}
