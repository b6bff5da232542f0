namespace Pulumi;

/// <summary>A resource that a provider creates, reads, updates and deletes.</summary>
public class CustomResource : Resource
{
    /// <summary>Registers a resource.</summary>
    /// <param name="type">The type token, e.g. <c>kubernetes:core/v1:Namespace</c>.</param>
    /// <param name="name">The name, unique among the resources of the same type and parent.</param>
    /// <param name="args">The arguments; none if null.</param>
    /// <param name="options">Its options.</param>
    public CustomResource(string type, string name, ResourceArgs? args, CustomResourceOptions? options = null)
        : base(type, name, args ?? ResourceArgs.Empty, options ?? new CustomResourceOptions(), custom: true, remote: false) { }

    private protected CustomResource(string type, string name)
        : base(type, name) { }

    /// <summary>The id that the provider assigned; unknown before the resource is created.</summary>
    [Output("id")]
    public Output<string> Id { get; private protected set; } = null!;
}
