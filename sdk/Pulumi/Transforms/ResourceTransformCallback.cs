using System.Collections.Immutable;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Infra.Protocol.Values;
using Pulumi.Serialization;
using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>Adapts a <see cref="ResourceTransform"/> to the engine's callback.</summary>
internal sealed class ResourceTransformCallback(ResourceTransform transform)
{
    public async Task<IMessage> RunAsync(ByteString message, CancellationToken cancellationToken)
    {
        var request = Wire.TransformRequest.Parser.ParseFrom(message);
        var args = new ResourceTransformArgs(
            request.Name,
            request.Type,
            request.Custom,
            TransformValues.Read(request.Properties),
            ReadOptions(request)
        );
        var response = new Wire.TransformResponse();
        if (await transform(args, cancellationToken).ConfigureAwait(false) is not { } result)
        {
            return response;
        }

        response.Properties = await TransformValues.WriteAsync(result.Args).ConfigureAwait(false);
        response.Options = await WriteOptionsAsync(result.Options).ConfigureAwait(false);
        return response;
    }

    private static ResourceOptions ReadOptions(Wire.TransformRequest request)
    {
        var sent = request.Options ?? new();
        ResourceOptions options = request.Custom
            ? new CustomResourceOptions
            {
                DeleteBeforeReplace = sent.DeleteBeforeReplace,
                AdditionalSecretOutputs = [.. sent.AdditionalSecretOutputs],
                ImportId = sent.Import.Length > 0 ? sent.Import : null,
            }
            : new ComponentResourceOptions
            {
                Providers = [.. sent.Providers.Values.Select(reference => new DependencyProvider(reference))],
            };
        options.Parent = CreateReference(request.Parent);
        options.Aliases = [.. sent.Aliases.Select(alias => (Input<Alias>)Alias.FromWire(alias))];
        options.CustomTimeouts = sent.CustomTimeouts is null ? null : CustomTimeouts.FromWire(sent.CustomTimeouts);
        options.DeletedWith = CreateReference(sent.DeletedWith);
        options.DependsOn = sent.DependsOn.Select(urn => (Resource)new DependencyResource(urn)).ToList();
        options.ReplaceWith = sent.ReplaceWith.Select(urn => (Resource)new DependencyResource(urn)).ToList();
        options.IgnoreChanges = [.. sent.IgnoreChanges];
        options.HideDiffs = [.. sent.HideDiff];
        options.ReplaceOnChanges = [.. sent.ReplaceOnChanges];
        options.PluginDownloadURL = sent.PluginDownloadUrl.Length > 0 ? sent.PluginDownloadUrl : null;
        options.Protect = sent.HasProtect ? sent.Protect : null;
        options.RetainOnDelete = sent.HasRetainOnDelete ? sent.RetainOnDelete : null;
        options.Provider = sent.Provider.Length > 0 ? new DependencyProvider(sent.Provider) : null;
        options.Version = sent.Version;
        if (sent.ReplacementTrigger is { } trigger && ValueReader.Read(EncodedValue.From(trigger)).Value is { } value)
        {
            options.ReplacementTrigger = value;
        }

        return options;
    }

    private static async Task<Wire.TransformResourceOptions> WriteOptionsAsync(ResourceOptions options)
    {
        var sent = new Wire.TransformResourceOptions
        {
            CustomTimeouts = options.CustomTimeouts?.ToWire(),
            DeletedWith = options.DeletedWith is { } resource
                ? await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false)
                : "",
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            Provider = options.Provider is { } provider ? await provider.GetReferenceAsync().ConfigureAwait(false) : "",
            Version = options.Version ?? "",
        };
        if (options.Protect is { } protect)
        {
            sent.Protect = protect;
        }

        if (options.RetainOnDelete is { } retain)
        {
            sent.RetainOnDelete = retain;
        }

        sent.Aliases.AddRange(await AliasRequests.ToWireAsync(options.Aliases).ConfigureAwait(false));
        sent.DependsOn.AddRange(await UrnsAsync(options.DependsOn).ConfigureAwait(false));
        sent.ReplaceWith.AddRange(await UrnsAsync(options.ReplaceWith).ConfigureAwait(false));
        sent.IgnoreChanges.AddRange(options.IgnoreChanges);
        sent.HideDiff.AddRange(options.HideDiffs);
        sent.ReplaceOnChanges.AddRange(options.ReplaceOnChanges);
        if (options.ReplacementTrigger is { } trigger)
        {
            sent.ReplacementTrigger = await PropertySerializer
                .ToMessageAsync(nameof(options.ReplacementTrigger), trigger, new(KeepOutputValues: true))
                .ConfigureAwait(false);
        }

        await WriteOwnOptionsAsync(options, sent).ConfigureAwait(false);
        return sent;
    }

    private static async Task WriteOwnOptionsAsync(ResourceOptions options, Wire.TransformResourceOptions sent)
    {
        if (options is CustomResourceOptions custom)
        {
            if (custom.DeleteBeforeReplace is { } deleteBeforeReplace)
            {
                sent.DeleteBeforeReplace = deleteBeforeReplace;
            }

            sent.AdditionalSecretOutputs.AddRange(custom.AdditionalSecretOutputs);
            sent.Import = custom.ImportId ?? "";
        }
        else if (options is ComponentResourceOptions component)
        {
            foreach (var provider in component.Providers)
            {
                sent.Providers[provider.Package] = await provider.GetReferenceAsync().ConfigureAwait(false);
            }
        }
    }

    private static DependencyResource? CreateReference(string urn) => urn.Length > 0 ? new DependencyResource(urn) : null;

    private static async Task<IReadOnlyList<string>> UrnsAsync(InputList<Resource> resources) =>
        await RegistrationRequests
            .UrnsAsync(await RegistrationRequests.ResolveAsync(resources).ConfigureAwait(false))
            .ConfigureAwait(false);
}

/// <summary>Converts the arguments of transforms from and to messages.</summary>
internal static class TransformValues
{
    public static ImmutableDictionary<string, object?> Read(Struct? values) =>
        values is null
            ? ImmutableDictionary<string, object?>.Empty
            : values.Fields.ToImmutableDictionary(field => field.Key, field => ReadValue(field.Value));

    public static async Task<Struct> WriteAsync(ImmutableDictionary<string, object?> values) =>
        (await SerializedProperties.CreateAsync(values, new(KeepOutputValues: true)).ConfigureAwait(false)).ToStruct();

    private static object? ReadValue(Value value) => ValueReader.Read(EncodedValue.From(value)).Value;
}
