using System.Collections.Immutable;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.PolicyPacks.Wire;

/// <summary>Converts wire messages to the resources that policies validate.</summary>
internal static class RequestReader
{
    public static PolicyResource Read(AnalyzeRequest request) =>
        new()
        {
            Urn = request.Urn,
            Type = request.Type,
            Name = request.Name,
            Properties = ReadProperties(request.Properties),
            Options = ReadOptions(request.Options),
            Provider = ReadProvider(request.Provider),
            Parent = request.Options?.Parent ?? "",
        };

    /// <param name="request">The resources with their outputs.</param>
    /// <param name="declared">The resources with their inputs, by URN.</param>
    public static StackResources Read(AnalyzeStackRequest request, IReadOnlyDictionary<string, PolicyResource> declared) =>
        new([.. request.Resources.Select(resource => Read(resource, declared))]);

    public static StackContext Read(AnalyzerStackConfigureRequest request) =>
        new()
        {
            Stack = request.Stack,
            Project = request.Project,
            Organization = request.Organization,
            IsDryRun = request.DryRun,
            Config = request.Config.ToImmutableDictionary(StringComparer.Ordinal),
            ConfigSecretKeys = [.. request.ConfigSecretKeys],
            Tags = request.Tags.ToImmutableDictionary(StringComparer.Ordinal),
        };

    private static PolicyResource Read(AnalyzerResource resource, IReadOnlyDictionary<string, PolicyResource> declared) =>
        new()
        {
            Urn = resource.Urn,
            Type = resource.Type,
            Name = resource.Name,
            Properties = ReadProperties(resource.Properties),
            Options = ReadOptions(resource.Options),
            Provider = ReadProvider(resource.Provider),
            Parent = resource.Parent,
            Dependencies = [.. resource.Dependencies],
            PropertyDependencies =
                resource.PropertyDependencies.Count == 0
                    ? ImmutableDictionary<string, ImmutableArray<string>>.Empty
                    : resource.PropertyDependencies.ToImmutableDictionary(
                        entry => entry.Key,
                        entry => entry.Value.Urns.ToImmutableArray(),
                        StringComparer.Ordinal
                    ),
            Declared = declared.GetValueOrDefault(resource.Urn),
        };

    private static PropertyMap ReadProperties(Struct? properties) => StructConverter.FromStruct(properties, StructConversion.Lossless);

    private static ResourceOptions ReadOptions(AnalyzerResourceOptions? options) =>
        options is null
            ? ResourceOptions.None
            : new()
            {
                Protect = options.Protect,
                IgnoreChanges = [.. options.IgnoreChanges],
                DeleteBeforeReplace = options.DeleteBeforeReplaceDefined ? options.DeleteBeforeReplace : null,
                AdditionalSecretOutputs = [.. options.AdditionalSecretOutputs],
                Aliases = [.. options.Aliases],
                Timeouts = options.CustomTimeouts is { } timeouts
                    ? new ResourceTimeouts(
                        Seconds(timeouts.Create),
                        Seconds(timeouts.Update),
                        Seconds(timeouts.Delete),
                        Seconds(timeouts.Read)
                    )
                    : ResourceTimeouts.None,
            };

    private static TimeSpan Seconds(double seconds) => seconds is > 0 and < int.MaxValue ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;

    private static ProviderResource? ReadProvider(AnalyzerProviderResource? provider) =>
        provider is null ? null : new ProviderResource(provider.Type, provider.Name, provider.Urn, ReadProperties(provider.Properties));
}
