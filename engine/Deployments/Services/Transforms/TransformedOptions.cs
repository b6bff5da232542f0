using Google.Protobuf.Collections;
using Infra.Protocol.Messages;

namespace Infra.Engine.Deployments.Services.Transforms;

/// <summary>
/// Converts the options of a registration to those of a transform and back. A transform returns all options, not only changed ones.
/// </summary>
internal static class TransformedOptions
{
    public static TransformResourceOptions From(RegisterResourceRequest request)
    {
        var options = new TransformResourceOptions
        {
            DependsOn = { request.Dependencies },
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            Version = request.Version,
            Aliases = { request.AliasURNs.Select(urn => new Alias { Urn = urn }), request.Aliases },
            Provider = request.Provider,
            CustomTimeouts = request.CustomTimeouts,
            PluginDownloadUrl = request.PluginDownloadURL,
            DeletedWith = request.DeletedWith,
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            Providers = { request.Providers },
            PluginChecksums = { request.PluginChecksums },
            Import = request.ImportId,
            HideDiff = { request.HideDiffs },
            ReplaceWith = { request.ReplaceWith },
            ReplacementTrigger = request.ReplacementTrigger,
            Hooks = request.Hooks,
        };
        if (request.HasProtect)
        {
            options.Protect = request.Protect;
        }

        if (request.HasRetainOnDelete)
        {
            options.RetainOnDelete = request.RetainOnDelete;
        }

        if (request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace)
        {
            options.DeleteBeforeReplace = request.DeleteBeforeReplace;
        }

        return options;
    }

    public static void Apply(TransformResourceOptions options, RegisterResourceRequest request)
    {
        Replace(request.Dependencies, options.DependsOn);
        Replace(request.IgnoreChanges, options.IgnoreChanges);
        Replace(request.ReplaceOnChanges, options.ReplaceOnChanges);
        Replace(request.Aliases, options.Aliases);
        Replace(request.AdditionalSecretOutputs, options.AdditionalSecretOutputs);
        Replace(request.HideDiffs, options.HideDiff);
        Replace(request.ReplaceWith, options.ReplaceWith);
        request.ReplacementTrigger = options.ReplacementTrigger;
        request.Hooks = options.Hooks;
        request.AliasURNs.Clear();
        request.Version = options.Version;
        request.Provider = options.Provider;
        request.CustomTimeouts = options.CustomTimeouts;
        request.PluginDownloadURL = options.PluginDownloadUrl;
        request.DeletedWith = options.DeletedWith;
        request.ImportId = options.Import;
        request.DeleteBeforeReplace = options.DeleteBeforeReplace;
        request.DeleteBeforeReplaceDefined = options.HasDeleteBeforeReplace;
        request.Providers.Clear();
        request.Providers.Add(options.Providers);
        if (options.HasProtect)
        {
            request.Protect = options.Protect;
        }
        else
        {
            request.ClearProtect();
        }

        if (options.HasRetainOnDelete)
        {
            request.RetainOnDelete = options.RetainOnDelete;
        }
        else
        {
            request.ClearRetainOnDelete();
        }
    }

    private static void Replace<T>(RepeatedField<T> target, RepeatedField<T> source)
    {
        target.Clear();
        target.Add(source);
    }
}
