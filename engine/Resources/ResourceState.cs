using System.Text.Json.Nodes;
using Infra.Protocol.Values;

namespace Infra.Engine.Resources;

/// <summary>The state of one resource.</summary>
public sealed record ResourceState
{
    /// <summary>The resource's URN.</summary>
    public required Urn Urn { get; init; }

    /// <summary>True for a resource with a provider, false for a component.</summary>
    public required bool Custom { get; init; }

    /// <summary>The type token, e.g. <c>kubernetes:apps/v1:Deployment</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The id its provider assigned; "" for a component or a resource that does not exist yet.</summary>
    public string Id { get; init; } = "";

    /// <summary>True where it was replaced and is yet to be deleted.</summary>
    public bool Delete { get; init; }

    /// <summary>The inputs, checked by the provider.</summary>
    public PropertyMap Inputs { get; init; } = PropertyMap.Empty;

    /// <summary>The outputs the provider returned.</summary>
    public PropertyMap Outputs { get; init; } = PropertyMap.Empty;

    /// <summary>The parent; empty for the stack itself.</summary>
    public Urn Parent { get; init; }

    /// <summary>True where deleting or replacing it is refused.</summary>
    public bool Protect { get; init; }

    /// <summary>True where the next update replaces it, whether it differs or not.</summary>
    public bool Taint { get; init; }

    /// <summary>True where it was only read: this stack does not manage the object.</summary>
    public bool External { get; init; }

    /// <summary>The resources it depends on.</summary>
    public IReadOnlyList<Urn> Dependencies { get; init; } = [];

    /// <summary>Why it exists but did not become ready.</summary>
    public IReadOnlyList<string> InitErrors { get; init; } = [];

    /// <summary>The provider instance; null for components and providers.</summary>
    public ProviderReference? Provider { get; init; }

    /// <summary>The resources each input depends on; null where not recorded.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Urn>>? PropertyDependencies { get; init; }

    /// <summary>True where it was deleted before its replacement, which is yet to be created.</summary>
    public bool PendingReplacement { get; init; }

    /// <summary>The names of outputs to treat as secret.</summary>
    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    /// <summary>Its former URN, until references to it have been rewritten.</summary>
    public IReadOnlyList<Urn> Aliases { get; init; } = [];

    /// <summary>The timeouts the program sets.</summary>
    public CustomTimeouts? CustomTimeouts { get; init; }

    /// <summary>The id it was imported with; "" where it was created.</summary>
    public string ImportId { get; init; } = "";

    /// <summary>True where deleting it removes only the record and keeps the object.</summary>
    public bool RetainOnDelete { get; init; }

    /// <summary>The resource whose deletion deletes this one as well.</summary>
    public Urn DeletedWith { get; init; }

    /// <summary>Property paths whose changes are ignored.</summary>
    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    /// <summary>Property paths whose changes replace the resource.</summary>
    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>The resources whose replacement replaces this one as well.</summary>
    public IReadOnlyList<Urn> ReplaceWith { get; init; } = [];

    /// <summary>Property paths whose differences are not shown.</summary>
    public IReadOnlyList<string> HideDiffs { get; init; } = [];

    /// <summary>A value whose change replaces the resource; null where there is none.</summary>
    public PropertyValue? ReplacementTrigger { get; init; }

    /// <summary>The names of the hooks, by when they run.</summary>
    public IReadOnlyDictionary<HookType, IReadOnlyList<string>> Hooks { get; init; } = ResourceHooks.None;

    /// <summary>When it was created: RFC 3339, kept as text so that nanoseconds survive.</summary>
    public string Created { get; init; } = "";

    /// <summary>When it was last updated: RFC 3339.</summary>
    public string Modified { get; init; } = "";

    /// <summary>Fields of the state that this engine preserves but does not use.</summary>
    internal JsonObject? Other { get; init; }

    /// <summary>
    /// The resources it refers to, except its provider: parent, dependencies, property dependencies, deletedWith, replaceWith.
    /// </summary>
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

        foreach (var urn in ReplaceWith)
        {
            yield return urn;
        }
    }

    /// <summary>Compares states by content. The record's own equality compares lists by reference.</summary>
    internal bool ContentEquals(ResourceState other) =>
        (
            this with
            {
                Dependencies = other.Dependencies,
                InitErrors = other.InitErrors,
                PropertyDependencies = other.PropertyDependencies,
                AdditionalSecretOutputs = other.AdditionalSecretOutputs,
                Aliases = other.Aliases,
                IgnoreChanges = other.IgnoreChanges,
                ReplaceOnChanges = other.ReplaceOnChanges,
                ReplaceWith = other.ReplaceWith,
                HideDiffs = other.HideDiffs,
                Hooks = other.Hooks,
                Other = other.Other,
            }
        ).Equals(other)
        && Dependencies.SequenceEqual(other.Dependencies)
        && InitErrors.SequenceEqual(other.InitErrors)
        && AdditionalSecretOutputs.SequenceEqual(other.AdditionalSecretOutputs)
        && Aliases.SequenceEqual(other.Aliases)
        && IgnoreChanges.SequenceEqual(other.IgnoreChanges)
        && ReplaceOnChanges.SequenceEqual(other.ReplaceOnChanges)
        && ReplaceWith.SequenceEqual(other.ReplaceWith)
        && HideDiffs.SequenceEqual(other.HideDiffs)
        && HooksEqual(Hooks, other.Hooks)
        && PropertyDependenciesEqual(PropertyDependencies, other.PropertyDependencies)
        && JsonNode.DeepEquals(Other, other.Other);

    private static bool HooksEqual(
        IReadOnlyDictionary<HookType, IReadOnlyList<string>> left,
        IReadOnlyDictionary<HookType, IReadOnlyList<string>> right
    ) => left.Count == right.Count && left.All(entry => right.TryGetValue(entry.Key, out var names) && entry.Value.SequenceEqual(names));

    private static bool PropertyDependenciesEqual(
        IReadOnlyDictionary<string, IReadOnlyList<Urn>>? left,
        IReadOnlyDictionary<string, IReadOnlyList<Urn>>? right
    ) =>
        ReferenceEquals(left, right)
        || (
            left is not null
            && right is not null
            && left.Count == right.Count
            && left.All(entry => right.TryGetValue(entry.Key, out var urns) && entry.Value.SequenceEqual(urns))
        );
}
