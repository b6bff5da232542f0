using Pulumi.Serialization;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>Creates the requests to register and read resources, once their inputs are resolved.</summary>
internal sealed class RegistrationRequests(Deployment deployment)
{
    private readonly AliasRequests _aliases = new(deployment);

    /// <summary>Creates the request to register a resource, and its encoded properties.</summary>
    public async Task<(Wire.RegisterResourceRequest Request, byte[] Properties)> RegisterAsync(
        Resource resource,
        ResourceArgs args,
        ResourceOptions options,
        bool isRemote
    )
    {
        var request = new Wire.RegisterResourceRequest
        {
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Custom = resource is CustomResource,
            Remote = isRemote,
            AcceptSecrets = true,
            AcceptResources = deployment.Settings.KeepsResourceReferences,
            SupportsResultReporting = true,
            Hooks = new(),
        };
        SetPlainOptions(request, options);
        await SetOptionsThatNeedFeaturesAsync(request, options).ConfigureAwait(false);

        var dependencies = await GetDependenciesAsync(options).ConfigureAwait(false);
        var properties = await SerializeAsync(args, isRemote).ConfigureAwait(false);
        request.Parent = await GetParentUrnAsync(resource, options).ConfigureAwait(false);
        request.Provider = await GetProviderReferenceAsync(resource, options).ConfigureAwait(false);
        if (isRemote)
        {
            await SetProvidersAsync(request, (ComponentResourceOptions)options).ConfigureAwait(false);
        }

        var urns = new HashSet<string>(await DependencyUrns.GetAsync(dependencies).ConfigureAwait(false), StringComparer.Ordinal);
        foreach (var (name, sources) in properties.Dependencies)
        {
            var propertyDependencies = new Wire.RegisterResourceRequest.Types.PropertyDependencies();
            request.PropertyDependencies.Add(name, propertyDependencies);
            if (sources.Count == 0)
            {
                continue;
            }

            propertyDependencies.Urns.AddRange(await DependencyUrns.GetAsync(sources).ConfigureAwait(false));
            urns.UnionWith(propertyDependencies.Urns);
        }

        request.Dependencies.AddRange(urns);
        await _aliases.SetAsync(request, resource, options).ConfigureAwait(false);
        await SetTransformsAsync(request, options).ConfigureAwait(false);
        return (request, properties.Encoded);
    }

    public async Task<Wire.ReadResourceRequest> ReadAsync(Resource resource, string id, ResourceArgs args, ResourceOptions options)
    {
        var dependencies = await GetDependenciesAsync(options).ConfigureAwait(false);
        var properties = await SerializeAsync(args, isRemote: false).ConfigureAwait(false);
        var urns = new HashSet<string>(await DependencyUrns.GetAsync(dependencies).ConfigureAwait(false), StringComparer.Ordinal);
        foreach (var (_, sources) in properties.Dependencies)
        {
            urns.UnionWith(await DependencyUrns.GetAsync(sources).ConfigureAwait(false));
        }

        var request = new Wire.ReadResourceRequest
        {
            Id = id,
            Type = resource.GetResourceType(),
            Name = resource.GetResourceName(),
            Parent = await GetParentUrnAsync(resource, options).ConfigureAwait(false),
            Provider = await GetProviderReferenceAsync(resource, options).ConfigureAwait(false),
            Properties = properties.ToStruct(),
            Version = options.Version ?? "",
            AcceptSecrets = true,
            AcceptResources = deployment.Settings.KeepsResourceReferences,
        };
        request.Dependencies.AddRange(urns);
        return request;
    }

    private static void SetPlainOptions(Wire.RegisterResourceRequest request, ResourceOptions options)
    {
        request.Version = options.Version ?? "";
        request.PluginDownloadURL = options.PluginDownloadURL ?? "";
        request.CustomTimeouts = options.CustomTimeouts?.ToWire();
        if (options.Protect is { } protect)
        {
            request.Protect = protect;
        }

        if (options.RetainOnDelete is { } retain)
        {
            request.RetainOnDelete = retain;
        }

        request.IgnoreChanges.AddRange(options.IgnoreChanges);
        request.HideDiffs.AddRange(options.HideDiffs);
        if (options is not CustomResourceOptions custom)
        {
            return;
        }

        request.ImportId = custom.ImportId ?? "";
        request.DeleteBeforeReplace = custom.DeleteBeforeReplace ?? false;
        request.DeleteBeforeReplaceDefined = custom.DeleteBeforeReplace is not null;
        request.AdditionalSecretOutputs.AddRange(custom.AdditionalSecretOutputs);
        request.ReplaceOnChanges.AddRange(custom.ReplaceOnChanges);
        request.EnvVarMappings.Add(custom.EnvVarMappings);
    }

    private async ValueTask SetOptionsThatNeedFeaturesAsync(Wire.RegisterResourceRequest request, ResourceOptions options)
    {
        if (options.DeletedWith is { } deletedWith)
        {
            await deployment.Features.RequireAsync("deletedWith", nameof(options.DeletedWith)).ConfigureAwait(false);
            request.DeletedWith = await deletedWith.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
        }

        if (options.HasReplaceWith)
        {
            var replaceWith = await ResolveAsync(options.ReplaceWith).ConfigureAwait(false);
            if (replaceWith.Count > 0)
            {
                await deployment.Features.RequireAsync("replaceWith", nameof(options.ReplaceWith)).ConfigureAwait(false);
            }

            request.ReplaceWith.AddRange(await UrnsAsync(replaceWith).ConfigureAwait(false));
        }

        if (options.ReplacementTrigger is { } trigger)
        {
            // The engine compares it with the last deployment's, so it must be a plain value.
            var keepResources = await deployment.Features.ResourceReferences.ConfigureAwait(false);
            request.ReplacementTrigger = await PropertySerializer
                .ToMessageAsync(nameof(options.ReplacementTrigger), trigger, new(keepResources))
                .ConfigureAwait(false)
                ?? Google.Protobuf.WellKnownTypes.Value.ForNull();
        }
    }

    private async ValueTask<SerializedProperties> SerializeAsync(ResourceArgs args, bool isRemote)
    {
        var keepResources = await deployment.Features.ResourceReferences.ConfigureAwait(false);
        var keepOutputValues = isRemote && await deployment.Features.OutputValues.ConfigureAwait(false);
        var options = new SerializerOptions(keepResources, keepOutputValues, ReferencesAreDependencies: !(isRemote && keepResources));
        return await SerializedProperties.CreateAsync(args.ToProperties(), options, IsArgument).ConfigureAwait(false);
    }

    // The engine assigns the URN and the id.
    private static bool IsArgument(string name) => name is not (WireFormat.IdField or WireFormat.UrnField);

    private async ValueTask<string> GetParentUrnAsync(Resource resource, ResourceOptions options)
    {
        if (resource is Stack)
        {
            return "";
        }

        var parent = options.Parent ?? deployment.Stack;
        return await parent.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false);
    }

    private static async ValueTask<string> GetProviderReferenceAsync(Resource resource, ResourceOptions options) =>
        resource is CustomResource && options.Provider is { } provider ? await provider.GetReferenceAsync().ConfigureAwait(false) : "";

    private static async ValueTask SetProvidersAsync(Wire.RegisterResourceRequest request, ComponentResourceOptions options)
    {
        var providers = options.Provider is { } single ? options.Providers.Append(single) : options.Providers;
        foreach (var provider in providers)
        {
            request.Providers[provider.Package] = await provider.GetReferenceAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SetTransformsAsync(Wire.RegisterResourceRequest request, ResourceOptions options)
    {
        if (!options.HasTransforms)
        {
            return;
        }

        await deployment.Features.RequireAsync("transforms", nameof(options.ResourceTransforms)).ConfigureAwait(false);
        foreach (var transform in options.ResourceTransforms)
        {
            request.Transforms.Add(
                await deployment.Callbacks.AddAsync(new ResourceTransformCallback(transform).RunAsync).ConfigureAwait(false)
            );
        }
    }

    private static ValueTask<IReadOnlyList<Resource>> GetDependenciesAsync(ResourceOptions options) =>
        options.HasDependsOn ? ResolveAsync(options.DependsOn) : new([]);

    /// <summary>Returns the resources of a list; none if the list is unknown.</summary>
    internal static async ValueTask<IReadOnlyList<Resource>> ResolveAsync(InputList<Resource> list)
    {
        var resources = await list.AsOutput().GetValueAsync(whenUnknown: []).ConfigureAwait(false);
        return resources.IsDefault ? [] : [.. resources.Where(resource => resource is not null)];
    }

    /// <summary>Returns the known URNs of resources.</summary>
    internal static async ValueTask<IReadOnlyList<string>> UrnsAsync(IEnumerable<Resource> resources)
    {
        var urns = new List<string>();
        foreach (var resource in resources)
        {
            if (await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } urn)
            {
                urns.Add(urn);
            }
        }

        return urns;
    }
}
