using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments;

/// <summary>What the program wants a resource to be.</summary>
internal sealed record ResourceGoal
{
    public required string Type { get; init; }

    public required string Name { get; init; }

    public required bool Custom { get; init; }

    public Urn Parent { get; init; }

    public PropertyMap Properties { get; init; } = PropertyMap.Empty;

    public IReadOnlyList<Urn> Dependencies { get; init; } = [];

    public IReadOnlyDictionary<string, IReadOnlyList<Urn>>? PropertyDependencies { get; init; }

    /// <summary>Null for components and providers.</summary>
    public ProviderReference? Provider { get; init; }

    /// <summary>The version the program's package has.</summary>
    public string Version { get; init; } = "";

    /// <summary>Null where the program did not say: then a parent's word counts.</summary>
    public bool? Protect { get; init; }

    public bool? RetainOnDelete { get; init; }

    /// <summary>Null leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public Urn DeletedWith { get; init; }

    public IReadOnlyList<string> IgnoreChanges { get; init; } = [];

    public IReadOnlyList<string> ReplaceOnChanges { get; init; } = [];

    public IReadOnlyList<string> AdditionalSecretOutputs { get; init; } = [];

    public IReadOnlyList<Alias> Aliases { get; init; } = [];

    public CustomTimeouts? CustomTimeouts { get; init; }

    /// <summary>The id of an existing object to take over, or "".</summary>
    public string ImportId { get; init; } = "";
}
