using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A resource of the stack. The constructor registers it with the engine.</summary>
public class Resource
{
    private readonly string _type;
    private readonly string _name;
    private readonly bool? _protect;
    private readonly ImmutableDictionary<string, ProviderResource> _providers = ImmutableDictionary<string, ProviderResource>.Empty;
    private readonly ImmutableArray<ResourceTransformation> _transformations = [];
    private HashSet<Resource>? _children;
    private ImmutableHashSet<Resource>? _asDependency;

    private protected Resource(string type, string name, ResourceArgs args, ResourceOptions options, bool custom, bool remote)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(name);
        (_type, _name) = (type, name);

        // First the outputs: from here on other code may access this resource.
        var sources = ResourceShape.Get(GetType()).AttachOutputs(this, all: custom || remote || options.Urn is not null);
        var inherited = FindParent(options)?._transformations ?? [];
        _transformations = options.HasTransformations ? [.. options.ResourceTransformations, .. inherited] : inherited;
        (args, options) = Transform(args, options);

        options = options.Clone();
        if (options is ComponentResourceOptions { Provider: not null, Providers.Count: > 0 })
        {
            throw new ResourceException(
                $"The component '{name}' was given both Provider and Providers: leave one of them out.",
                options.Parent
            );
        }

        if (options.Parent is { } parent)
        {
            parent.AddChild(this);
            options.Protect ??= parent._protect;
            _providers = parent._providers;
        }

        if (custom)
        {
            options.Provider ??= GetProvider(type);
        }

        _providers = custom ? WithProvider(type, options.Provider) : WithProviders(options);
        _protect = options.Protect;
        Parent = options.Parent;
        Aliases = options.HasAliases ? [.. options.Aliases] : [];
        Deployment.Required.Registrations.Start(this, sources, args, options, remote);
    }

    /// <summary>Creates a resource of which only the URN is known.</summary>
    private protected Resource(string type, string name) => (_type, _name) = (type, name);

    /// <summary>The URN of the resource, assigned by the engine.</summary>
    [Output("urn")]
    public Output<string> Urn { get; private protected set; } = null!;

    internal Resource? Parent { get; }

    internal ImmutableArray<Input<Alias>> Aliases { get; } = [];

    internal virtual bool IsRemote => false;

    /// <summary>The set that contains only this resource, shared by all its outputs.</summary>
    internal ImmutableHashSet<Resource> AsDependency => _asDependency ??= [this];

    /// <summary>The type token, e.g. <c>kubernetes:core/v1:Namespace</c>.</summary>
    public string GetResourceType() => _type;

    /// <summary>The name, unique among the resources of the same type and parent.</summary>
    public string GetResourceName() => _name;

    /// <summary>Finds the provider that children of a package inherit from this resource.</summary>
    /// <param name="token">The token of a type or function of the package.</param>
    internal ProviderResource? GetProvider(string token) =>
        FindPackage(token) is { } package ? _providers.GetValueOrDefault(package) : null;

    internal Resource[] GetChildren()
    {
        if (_children is null)
        {
            return [];
        }

        lock (_children)
        {
            return [.. _children];
        }
    }

    private void AddChild(Resource child)
    {
        var children = LazyInitializer.EnsureInitialized(ref _children);
        lock (children)
        {
            children.Add(child);
        }
    }

    // A resource that is only read is not part of the stack.
    private Resource? FindParent(ResourceOptions options) =>
        _type == Stack.TypeToken ? null : options.Parent ?? (options.Urn is null ? Deployment.Required.Stack : null);

    private (ResourceArgs Args, ResourceOptions Options) Transform(ResourceArgs args, ResourceOptions options)
    {
        foreach (var transformation in _transformations)
        {
            if (transformation(new ResourceTransformationArgs(this, args, options)) is not { } result)
            {
                continue;
            }

            if (result.Options.Parent != options.Parent)
            {
                throw new ArgumentException($"A transformation changed the parent of '{_name}' ({_type}): keep the parent as it is.");
            }

            (args, options) = (result.Args, result.Options);
        }

        return (args, options);
    }

    private ImmutableDictionary<string, ProviderResource> WithProvider(string type, ProviderResource? provider) =>
        provider is not null && FindPackage(type) is { } package ? _providers.SetItem(package, provider) : _providers;

    private ImmutableDictionary<string, ProviderResource> WithProviders(ResourceOptions options)
    {
        var result = _providers;
        foreach (var provider in options.Provider is { } single ? [single] : (options as ComponentResourceOptions)?.Providers ?? [])
        {
            result = result.SetItem(provider.Package, provider);
        }

        return result;
    }

    private static string? FindPackage(string token)
    {
        var parts = token.Split(':');
        return parts.Length == 3 ? parts[0] : null;
    }
}
