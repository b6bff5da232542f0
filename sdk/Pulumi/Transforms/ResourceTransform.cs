using System.Collections.Immutable;

namespace Pulumi;

/// <summary>
/// Changes a resource before the engine calls its provider. The engine calls the transform back, also for the resources that packaged
/// components create.
/// </summary>
/// <param name="args">The resource, its arguments and its options.</param>
/// <param name="cancellationToken">Cancelled when the engine no longer waits for the result.</param>
/// <returns>The arguments and options to register instead; null to change nothing.</returns>
public delegate Task<ResourceTransformResult?> ResourceTransform(ResourceTransformArgs args, CancellationToken cancellationToken = default);

/// <summary>The arguments of a <see cref="ResourceTransform"/>.</summary>
public readonly struct ResourceTransformArgs
{
    /// <summary>The arguments of a transform.</summary>
    /// <param name="name">The name of the resource.</param>
    /// <param name="type">Its type token.</param>
    /// <param name="custom">Whether a provider manages the resource.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">Its options.</param>
    public ResourceTransformArgs(
        string name,
        string type,
        bool custom,
        ImmutableDictionary<string, object?> args,
        ResourceOptions options
    ) => (Name, Type, Custom, Args, Options) = (name, type, custom, args, options);

    /// <summary>The name that the program gives the resource.</summary>
    public string Name { get; }

    /// <summary>The type token, e.g. <c>kubernetes:core/v1:Namespace</c>.</summary>
    public string Type { get; }

    /// <summary>Whether a provider manages the resource; false for a component.</summary>
    public bool Custom { get; }

    /// <summary>The arguments. Secrets and values of other resources are outputs.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The resource's options.</summary>
    public ResourceOptions Options { get; }
}

/// <summary>The result of a <see cref="ResourceTransform"/>.</summary>
public readonly struct ResourceTransformResult
{
    /// <summary>The arguments and options to register.</summary>
    public ResourceTransformResult(ImmutableDictionary<string, object?> args, ResourceOptions options) => (Args, Options) = (args, options);

    /// <summary>The arguments to register the resource with.</summary>
    public ImmutableDictionary<string, object?> Args { get; }

    /// <summary>The resource's options.</summary>
    public ResourceOptions Options { get; }
}
