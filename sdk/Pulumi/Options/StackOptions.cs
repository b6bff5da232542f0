namespace Pulumi;

/// <summary>The options of all resources of a <see cref="Stack"/>.</summary>
public class StackOptions
{
    /// <summary>Functions, run in the program, that change the arguments and options of every resource.</summary>
    public List<ResourceTransformation> ResourceTransformations { get; set; } = [];

    /// <summary>Functions, called back by the engine, that change the arguments and options of every resource.</summary>
    public List<ResourceTransform> ResourceTransforms { get; set; } = [];
}
