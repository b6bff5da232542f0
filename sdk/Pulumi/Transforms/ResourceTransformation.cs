namespace Pulumi;

/// <summary>Changes a resource before it is registered. Runs in the program, while the resource is constructed.</summary>
/// <param name="args">The resource, its arguments and its options.</param>
/// <returns>The arguments and options to register instead; null to change nothing.</returns>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);

/// <summary>The arguments of a <see cref="ResourceTransformation"/>.</summary>
public readonly struct ResourceTransformationArgs
{
    /// <summary>The arguments of a transformation.</summary>
    public ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options) =>
        (Resource, Args, Options) = (resource, args, options);

    /// <summary>The resource under construction.</summary>
    public Resource Resource { get; }

    /// <summary>The resource's arguments.</summary>
    public ResourceArgs Args { get; }

    /// <summary>The resource's options.</summary>
    public ResourceOptions Options { get; }
}

/// <summary>The result of a <see cref="ResourceTransformation"/>.</summary>
public readonly struct ResourceTransformationResult
{
    /// <summary>The arguments and options to register.</summary>
    /// <param name="args">The arguments to register the resource with.</param>
    /// <param name="options">The options; the parent must stay the same.</param>
    public ResourceTransformationResult(ResourceArgs args, ResourceOptions options) => (Args, Options) = (args, options);

    /// <summary>The resource's arguments.</summary>
    public ResourceArgs Args { get; }

    /// <summary>The resource's options.</summary>
    public ResourceOptions Options { get; }
}
