namespace Pulumi;

/// <summary>Changes a resource before it is registered. Runs in the program, while the resource is constructed.</summary>
/// <param name="args">The resource, its arguments and its options.</param>
/// <returns>What to register instead; null leaves it as it is.</returns>
public delegate ResourceTransformationResult? ResourceTransformation(ResourceTransformationArgs args);

/// <summary>What a <see cref="ResourceTransformation"/> is given.</summary>
public readonly struct ResourceTransformationArgs
{
    /// <summary>What a transformation is given.</summary>
    /// <param name="resource">The resource under construction.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="options">Its options.</param>
    public ResourceTransformationArgs(Resource resource, ResourceArgs args, ResourceOptions options) =>
        (Resource, Args, Options) = (resource, args, options);

    /// <summary>The resource under construction.</summary>
    public Resource Resource { get; }

    /// <summary>Its arguments.</summary>
    public ResourceArgs Args { get; }

    /// <summary>Its options.</summary>
    public ResourceOptions Options { get; }
}

/// <summary>What a <see cref="ResourceTransformation"/> gives back.</summary>
public readonly struct ResourceTransformationResult
{
    /// <summary>What to register.</summary>
    /// <param name="args">The arguments.</param>
    /// <param name="options">The options; the parent must stay the same.</param>
    public ResourceTransformationResult(ResourceArgs args, ResourceOptions options) => (Args, Options) = (args, options);

    /// <summary>The arguments.</summary>
    public ResourceArgs Args { get; }

    /// <summary>The options.</summary>
    public ResourceOptions Options { get; }
}
