using System.Collections.Immutable;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks;

/// <summary>A resource that policies validate.</summary>
public sealed class PolicyResource
{
    private object? _view;
    private PropertyNode? _root;
    private Redaction? _redaction;

    /// <summary>The resource's URN.</summary>
    public required string Urn { get; init; }

    /// <summary>The type token, e.g. <c>aws:s3/bucket:Bucket</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name the program gives the resource, which is not the provider's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>The inputs in a <see cref="ResourcePolicy"/>, the outputs in a <see cref="StackPolicy"/>.</summary>
    public required PropertyMap Properties { get; init; }

    /// <summary>The options the program set.</summary>
    public ResourceOptions Options { get; init; } = ResourceOptions.None;

    /// <summary>The provider that manages the resource; null if the engine sent none.</summary>
    public ProviderResource? Provider { get; init; }

    /// <summary>The parent's URN; empty if there is no parent.</summary>
    public string Parent { get; init; } = "";

    /// <summary>The URNs the resource depends on. Known in stack policies only.</summary>
    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>By property, the URNs it depends on. Known in stack policies only.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } =
        ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>
    /// In a stack policy, the same resource with its inputs, without what the provider added; null if the engine did not send them.
    /// </summary>
    public PolicyResource? Declared { get; init; }

    /// <summary>A view of <see cref="Properties"/> that reads nested values without casts.</summary>
    public PropertyNode Root => _root ??= PropertyNode.From(Properties);

    internal Redaction Redaction => _redaction ??= Redaction.From(Properties);

    /// <summary>Returns a view of the resource that is created once and shared by all policies that use it.</summary>
    /// <remarks>A resource keeps one view: a pack whose policies share a view of their field reads each resource only once.</remarks>
    public T View<T>(Func<PolicyResource, T> create)
        where T : class
    {
        if (_view is not T view)
        {
            _view = view = create(this);
        }

        return view;
    }

    /// <summary>The same resource with other properties.</summary>
    public PolicyResource With(PropertyMap properties) =>
        new()
        {
            Urn = Urn,
            Type = Type,
            Name = Name,
            Properties = properties,
            Options = Options,
            Provider = Provider,
            Parent = Parent,
            Dependencies = Dependencies,
            PropertyDependencies = PropertyDependencies,
            Declared = Declared,
        };
}
