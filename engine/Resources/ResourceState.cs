using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Resources;

/// <summary>What the state knows of one resource.</summary>
public sealed record ResourceState
{
    /// <summary>The resource's name in the stack.</summary>
    public required Urn Urn { get; init; }

    /// <summary>True where a provider looks after it, false for a component.</summary>
    public required bool Custom { get; init; }

    /// <summary>The type token.</summary>
    public required string Type { get; init; }

    /// <summary>The provider's id of it, "" for a component or one that does not exist yet.</summary>
    public string Id { get; init; } = "";

    /// <summary>True where it was replaced and only waits to be deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>The inputs as the provider checked them.</summary>
    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;

    /// <summary>What the provider returned.</summary>
    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;

    /// <summary>The parent, empty for the stack itself.</summary>
    public Urn Parent { get; init; }

    /// <summary>True where it must not be deleted.</summary>
    public bool Protect { get; init; }

    /// <summary>True where it was only read: its life is not this stack's business.</summary>
    public bool External { get; init; }

    /// <summary>Everything it depends on.</summary>
    public IReadOnlyList<Urn> Dependencies { get; init; } = [];

    /// <summary>Why it exists but is not ready.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];

    /// <summary>The provider instance, null for components and providers.</summary>
    public ProviderReference? Provider { get; init; }

    /// <summary>What each property depends on; null where the state does not say.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Urn>>? PropertyDependencies { get; init; }

    /// <summary>True where it was deleted to be created anew and that has not happened yet.</summary>
    public bool PendingReplacement { get; init; }

    /// <summary>Outputs to be treated as secret.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>The URN it had before this update, where an alias matched.</summary>
    public IReadOnlyList<Urn> Aliases { get; init; } = [];

    /// <summary>The program's time limits.</summary>
    public CustomTimeouts? CustomTimeouts { get; init; }

    /// <summary>The id it was imported by, "" where it was created.</summary>
    public string ImportId { get; init; } = "";

    /// <summary>True where deleting it only forgets it.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>The resource whose deletion deletes this one, too.</summary>
    public Urn DeletedWith { get; init; }

    /// <summary>Property paths whose changes the program does not want to see.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>Property paths whose changes replace the resource.</summary>
    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>When it was created: RFC 3339, as written, so that nanoseconds survive.</summary>
    public string Created { get; init; } = "";

    /// <summary>When it was last changed: RFC 3339.</summary>
    public string Modified { get; init; } = "";

    /// <summary>Everything else the state says of it, which this engine keeps but has no use for.</summary>
    internal JsonObject? Other { get; init; }

    /// <summary>All resources that must be there before this one: parent, dependencies, property dependencies, deletedWith. Without the provider.</summary>
    internal IEnumerable<Urn> References()
    {
        if (!Parent.IsEmpty)
        {
            yield return Parent;
        }

        foreach (var dependency in Dependencies)
        {
            yield return dependency;
        }

        foreach (var (_, urns) in PropertyDependencies ?? new Dictionary<string, IReadOnlyList<Urn>>())
        {
            foreach (var urn in urns)
            {
                yield return urn;
            }
        }

        if (!DeletedWith.IsEmpty)
        {
            yield return DeletedWith;
        }
    }

    /// <summary>True where two states say the same. The equality of a record would compare lists by identity.</summary>
    internal bool ContentEquals(ResourceState other) =>
        (this with
        {
            Dependencies = other.Dependencies,
            InitErrors = other.InitErrors,
            PropertyDependencies = other.PropertyDependencies,
            AdditionalSecretOutputs = other.AdditionalSecretOutputs,
            Aliases = other.Aliases,
            IgnoreChanges = other.IgnoreChanges,
            ReplaceOnChanges = other.ReplaceOnChanges,
            Other = other.Other,
        }).Equals(other)
        && Dependencies.SequenceEqual(other.Dependencies)
        && InitErrors.SequenceEqual(other.InitErrors)
        && AdditionalSecretOutputs.SequenceEqual(other.AdditionalSecretOutputs)
        && Aliases.SequenceEqual(other.Aliases)
        && IgnoreChanges.SequenceEqual(other.IgnoreChanges)
        && ReplaceOnChanges.SequenceEqual(other.ReplaceOnChanges)
        && PropertyDependenciesEqual(PropertyDependencies, other.PropertyDependencies)
        && JsonNode.DeepEquals(Other, other.Other);

    private static bool PropertyDependenciesEqual(
        IReadOnlyDictionary<string, IReadOnlyList<Urn>>? left, IReadOnlyDictionary<string, IReadOnlyList<Urn>>? right) =>
        ReferenceEquals(left, right)
        || (left is not null && right is not null && left.Count == right.Count
            && left.All(entry => right.TryGetValue(entry.Key, out var urns) && entry.Value.SequenceEqual(urns)));
}
