namespace Pulumi;

/// <summary>The options of a resource.</summary>
public abstract class ResourceOptions
{
    private InputList<Resource>? _dependsOn;
    private List<string>? _ignoreChanges;
    private List<ResourceTransformation>? _resourceTransformations;
    private List<ResourceTransform>? _resourceTransforms;
    private List<Input<Alias>>? _aliases;
    private List<string>? _replaceOnChanges;
    private InputList<Resource>? _replaceWith;
    private List<string>? _hideDiffs;

    /// <summary>Creates options with nothing set.</summary>
    protected ResourceOptions() { }

    /// <summary>The id of an existing resource to read instead of managing one; ignored if empty.</summary>
    public Input<string>? Id { get; set; }

    /// <summary>The parent; the stack if null.</summary>
    public Resource? Parent { get; set; }

    /// <summary>The resources to wait for, besides those whose outputs the arguments use.</summary>
    public InputList<Resource> DependsOn
    {
        get => _dependsOn ??= [];
        set => _dependsOn = value;
    }

    /// <summary>Whether the engine refuses to delete the resource; the parent's setting if null.</summary>
    public bool? Protect { get; set; }

    /// <summary>Paths of properties whose changes the engine ignores.</summary>
    public List<string> IgnoreChanges
    {
        get => _ignoreChanges ??= [];
        set => _ignoreChanges = value;
    }

    /// <summary>The version of the provider's plugin; that of the SDK's package if null.</summary>
    public string? Version { get; set; }

    /// <summary>The provider that manages the resource; the parent's or the default provider if null.</summary>
    public ProviderResource? Provider { get; set; }

    /// <summary>The time limits of the provider's operations.</summary>
    public CustomTimeouts? CustomTimeouts { get; set; }

    /// <summary>Functions, run in the program, that change the arguments and options of this resource and its children.</summary>
    public List<ResourceTransformation> ResourceTransformations
    {
        get => _resourceTransformations ??= [];
        set => _resourceTransformations = value;
    }

    /// <summary>Functions, called back by the engine, that change the arguments and options of this resource and its children.</summary>
    public List<ResourceTransform> ResourceTransforms
    {
        get => _resourceTransforms ??= [];
        set => _resourceTransforms = value;
    }

    /// <summary>The former names, types or parents of the resource, so that it is kept rather than replaced.</summary>
    public List<Input<Alias>> Aliases
    {
        get => _aliases ??= [];
        set => _aliases = value;
    }

    /// <summary>The URN of a resource of this stack to read instead of managing one.</summary>
    public string? Urn { get; set; }

    /// <summary>Paths of properties whose changes replace the resource.</summary>
    public List<string> ReplaceOnChanges
    {
        get => _replaceOnChanges ??= [];
        set => _replaceOnChanges = value;
    }

    /// <summary>Where to download the provider's plugin from.</summary>
    public string? PluginDownloadURL { get; set; }

    /// <summary>Whether the resource is kept, unmanaged, when it is removed from the stack.</summary>
    public bool? RetainOnDelete { get; set; }

    /// <summary>A resource whose deletion deletes this one, too, so that the engine skips its deletion.</summary>
    public Resource? DeletedWith { get; set; }

    /// <summary>The resources whose replacement replaces this one.</summary>
    public InputList<Resource> ReplaceWith
    {
        get => _replaceWith ??= [];
        set => _replaceWith = value;
    }

    /// <summary>Paths of properties whose changes are not shown.</summary>
    public List<string> HideDiffs
    {
        get => _hideDiffs ??= [];
        set => _hideDiffs = value;
    }

    /// <summary>A value whose change replaces the resource.</summary>
    public Input<object>? ReplacementTrigger { get; set; }

    internal abstract ResourceOptions Clone();

    internal bool HasDependsOn => _dependsOn is not null;

    internal bool HasReplaceWith => _replaceWith is not null;

    internal bool HasTransformations => _resourceTransformations is { Count: > 0 };

    internal bool HasTransforms => _resourceTransforms is { Count: > 0 };

    internal bool HasAliases => _aliases is { Count: > 0 };

    private protected void CopyTo(ResourceOptions copy)
    {
        copy.Id = Id;
        copy.Parent = Parent;
        copy._dependsOn = _dependsOn?.Clone();
        copy.Protect = Protect;
        copy._ignoreChanges = Copy(_ignoreChanges);
        copy.Version = Version;
        copy.Provider = Provider;
        copy.CustomTimeouts = CustomTimeouts?.Clone();
        copy._resourceTransformations = Copy(_resourceTransformations);
        copy._resourceTransforms = Copy(_resourceTransforms);
        copy._aliases = Copy(_aliases);
        copy.Urn = Urn;
        copy._replaceOnChanges = Copy(_replaceOnChanges);
        copy.PluginDownloadURL = PluginDownloadURL;
        copy.RetainOnDelete = RetainOnDelete;
        copy.DeletedWith = DeletedWith;
        copy._replaceWith = _replaceWith?.Clone();
        copy._hideDiffs = Copy(_hideDiffs);
        copy.ReplacementTrigger = ReplacementTrigger;
    }

    /// <summary>Merges other options into these: the others take precedence, and their lists are appended.</summary>
    private protected void Overlay(ResourceOptions other)
    {
        Id = other.Id ?? Id;
        Parent = other.Parent ?? Parent;
        Protect = other.Protect ?? Protect;
        Urn = other.Urn ?? Urn;
        Version = other.Version ?? Version;
        PluginDownloadURL = other.PluginDownloadURL ?? PluginDownloadURL;
        Provider = other.Provider ?? Provider;
        CustomTimeouts = other.CustomTimeouts ?? CustomTimeouts;
        RetainOnDelete = other.RetainOnDelete ?? RetainOnDelete;
        DeletedWith = other.DeletedWith ?? DeletedWith;
        ReplacementTrigger = other.ReplacementTrigger ?? ReplacementTrigger;
        _dependsOn = Concat(_dependsOn, other._dependsOn);
        _replaceWith = Concat(_replaceWith, other._replaceWith);
        _ignoreChanges = Concat(_ignoreChanges, other._ignoreChanges);
        _resourceTransformations = Concat(_resourceTransformations, other._resourceTransformations);
        _resourceTransforms = Concat(_resourceTransforms, other._resourceTransforms);
        _aliases = Concat(_aliases, other._aliases);
        _replaceOnChanges = Concat(_replaceOnChanges, other._replaceOnChanges);
        _hideDiffs = Concat(_hideDiffs, other._hideDiffs);
    }

    // Most lists of most resources are empty: null saves their memory.
    private protected static List<T>? Copy<T>(List<T>? list) => list is null ? null : [.. list];

    private protected static List<T>? Concat<T>(List<T>? first, List<T>? second) =>
        second is null ? first
        : first is null ? [.. second]
        : [.. first, .. second];

    private static InputList<Resource>? Concat(InputList<Resource>? first, InputList<Resource>? second) =>
        second is null ? first
        : first is null ? second.Clone()
        : first.Concat(second);
}
