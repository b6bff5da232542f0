using System.Collections.Immutable;
using Infra.Policies.Sdk.Values;
using Infra.Protocol.Values;

namespace Infra.Policies.Sdk.Resources;

/// <summary>A resource as a policy sees it.</summary>
internal sealed class AnalyzedResource
{
    private object? _view;
    private Node? _root;
    private Redaction? _redaction;

    public required string Urn { get; init; }

    /// <summary>The type's token, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The name the program gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Its inputs, or its outputs where the stack as a whole is looked at.</summary>
    public required PropertyMap Properties { get; init; }

    public ResourceOptions Options { get; init; } = ResourceOptions.None;

    /// <summary>The provider that manages it, where the engine said so.</summary>
    public ProviderResource? Provider { get; init; }

    /// <summary>The URN of its parent; empty if it has none.</summary>
    public string Parent { get; init; } = "";

    public ImmutableArray<string> Dependencies { get; init; } = [];

    /// <summary>For each property the URNs it was made from.</summary>
    public ImmutableDictionary<string, ImmutableArray<string>> PropertyDependencies { get; init; } = ImmutableDictionary<string, ImmutableArray<string>>.Empty;

    /// <summary>
    /// The same resource by the inputs the engine showed before, where <see cref="Properties"/> are outputs: what the program asked for,
    /// without what the cluster has added. Null if the engine did not show it.
    /// </summary>
    public AnalyzedResource? Declared { get; init; }

    public Node Root => _root ??= Node.Of(Properties);

    public Redaction Redaction => _redaction ??= Redaction.Of(Properties);

    /// <summary>What policies of one field see in this resource, made once and shared by all of them.</summary>
    public T View<T>(Func<AnalyzedResource, T> create)
        where T : class
    {
        if (_view is not T view)
            _view = view = create(this);
        return view;
    }

    /// <summary>The same resource with other properties.</summary>
    public AnalyzedResource With(PropertyMap properties) => new()
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
