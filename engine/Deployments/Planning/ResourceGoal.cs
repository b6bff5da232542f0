using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning;

/// <summary>The goal state of a resource: what the program registers.</summary>
internal sealed record ResourceGoal
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    /// <summary>The place in the order in which operations start; null where the engine registers the resource itself.</summary>
    public StartPlace? Place { get; init; }

    public required bool Custom { get; init; }

    public Urn Parent { get; init; }

    public PropertyMap Properties { get; init; } = PropertyMap.Empty;

    public IReadOnlyList<Urn> Dependencies { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<Urn>>? PropertyDependencies { get; init; }

    /// <summary>Null for components and providers.</summary>
    public ProviderReference? Provider { get; init; }

    /// <summary>The version of the package the program uses.</summary>
    public string Version { get; init; } = "";

    /// <summary>Where the program expects the package's plugin to come from, or "". It is recorded, never used.</summary>
    public string PluginDownloadUrl { get; init; } = "";

    /// <summary>Null inherits the parent's setting.</summary>
    public bool? Protect { get; init; }

    /// <summary>Null inherits the parent's setting.</summary>
    public bool? RetainOnDelete { get; init; }

    /// <summary>Null leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public Urn DeletedWith { get; init; }

    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    /// <summary>The resources whose replacement replaces this one as well.</summary>
    public IReadOnlyList<Urn> ReplaceWith { get; init; } = [];

    public IReadOnlyList<string> HideDiffs { get; init; } = [];

    /// <summary>A value whose change replaces the resource; null where there is none.</summary>
    public PropertyValue? ReplacementTrigger { get; init; }

    public IReadOnlyDictionary<HookType, IReadOnlyList<string>> Hooks { get; init; } = ResourceHooks.None;

    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    public IReadOnlyList<ResourceAlias> Aliases { get; init; } = [];

    public CustomTimeouts? CustomTimeouts { get; init; }

    /// <summary>The id of an existing object to import, or "".</summary>
    public string ImportId { get; init; } = "";
}
