using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;
using Infra.Kubernetes;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services;

/// <summary>Reads the goals of resources from wire requests.</summary>
internal static class GoalReader
{
    private static readonly StructConversion Lossless = StructConversion.Lossless with { SkipNulls = true };
    private static readonly StructConversion Resource = StructConversion.Resource with { SkipNulls = true };

    /// <summary>Reads the goal of a registration.</summary>
    /// <exception cref="FormatException">A URN, provider reference or timeout is malformed.</exception>
    public static ResourceGoal Read(RegisterResourceRequest request)
    {
        var properties = StructDecoder.Decode(request.Object.Span, Lossless);
        var dependencies = request.Dependencies.Select(Urn.Parse).ToHashSet();
        var byProperty = ReadPropertyDependencies(request, properties, dependencies);
        return new ResourceGoal
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = ParseOptionalUrn(request.Parent),
            Properties = properties.Select(OutputValues.Remove),
            Dependencies = Sort(dependencies),
            PropertyDependencies = byProperty,
            Provider = ProviderReference.Parse(request.Provider),
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
            Protect = request.HasProtect ? request.Protect : null,
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeleteBeforeReplace = request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace ? request.DeleteBeforeReplace : null,
            DeletedWith = ParseOptionalUrn(request.DeletedWith),
            IgnoreChanges = request.IgnoreChanges.ToArray(),
            ReplaceOnChanges = request.ReplaceOnChanges.ToArray(),
            ReplaceWith = ParseUrns(request.ReplaceWith),
            HideDiffs = request.HideDiffs.ToArray(),
            ReplacementTrigger = ReadTrigger(request.ReplacementTrigger),
            Hooks = ReadHooks(request.Hooks),
            AdditionalSecretOutputs = request.AdditionalSecretOutputs.ToArray(),
            Aliases = request
                .AliasURNs.Select(urn => new ResourceAlias { Urn = Urn.Parse(urn) })
                .Concat(request.Aliases.Select(ToAlias))
                .ToArray(),
            CustomTimeouts = ReadTimeouts(request.CustomTimeouts),
            ImportId = request.ImportId,
        };
    }

    /// <summary>Reads the goal of a read.</summary>
    /// <exception cref="FormatException">A URN or provider reference is malformed.</exception>
    public static ResourceGoal Read(ReadResourceRequest request)
    {
        var properties = StructConverter.FromStruct(request.Properties, Resource);
        return new ResourceGoal
        {
            Type = request.Type,
            Name = request.Name,
            Custom = true,
            Parent = ParseOptionalUrn(request.Parent),
            Properties = properties,
            Dependencies = ParseUrns(request.Dependencies),
            Provider = ProviderReference.Parse(request.Provider),
            Version = request.Version,
            PluginDownloadUrl = request.PluginDownloadURL,
            AdditionalSecretOutputs = request.AdditionalSecretOutputs.ToArray(),
        };
    }

    private static SortedDictionary<string, IReadOnlyList<Urn>> ReadPropertyDependencies(
        RegisterResourceRequest request,
        PropertyMap properties,
        HashSet<Urn> dependencies
    )
    {
        var result = new SortedDictionary<string, IReadOnlyList<Urn>>(StringComparer.Ordinal);
        if (request.PropertyDependencies.Count == 0)
        {
            // Without the program's property dependencies, every property has all dependencies.
            foreach (var name in properties.Keys)
            {
                result[name] = dependencies.ToArray();
            }
        }

        foreach (var (name, urns) in request.PropertyDependencies)
        {
            result[name] = Sort(urns.Urns.Select(Urn.Parse));
        }

        foreach (var (name, value) in properties)
        {
            if (OutputValues.GetDependencies(value) is { Count: > 0 } more)
            {
                result[name] = [.. result.GetValueOrDefault(name, []).Union(more)];
            }
        }

        return result;
    }

    private static PropertyValue? ReadTrigger(Google.Protobuf.WellKnownTypes.Value? trigger) =>
        trigger is null
        || StructConverter.FromValue(trigger, StructConversion.Lossless) is not { } value
        || value.Equals(PropertyValue.Null)
            ? null
            : OutputValues.Remove(value);

    private static IReadOnlyDictionary<HookType, IReadOnlyList<string>> ReadHooks(
        RegisterResourceRequest.Types.ResourceHooksBinding? binding
    )
    {
        if (binding is null)
        {
            return ResourceHooks.None;
        }

        (HookType Type, IReadOnlyList<string> Names)[] hooks =
        [
            (HookType.BeforeCreate, [.. binding.BeforeCreate]),
            (HookType.AfterCreate, [.. binding.AfterCreate]),
            (HookType.BeforeUpdate, [.. binding.BeforeUpdate]),
            (HookType.AfterUpdate, [.. binding.AfterUpdate]),
            (HookType.BeforeDelete, [.. binding.BeforeDelete]),
            (HookType.AfterDelete, [.. binding.AfterDelete]),
            (HookType.OnError, [.. binding.OnError]),
        ];
        return hooks.Where(hook => hook.Names.Count > 0).ToDictionary(hook => hook.Type, hook => hook.Names);
    }

    private static CustomTimeouts? ReadTimeouts(RegisterResourceRequest.Types.CustomTimeouts? timeouts)
    {
        if (timeouts is null)
        {
            return null;
        }

        var read = new CustomTimeouts(ToTimeSpan(timeouts.Create), ToTimeSpan(timeouts.Update), ToTimeSpan(timeouts.Delete));
        return read == new CustomTimeouts() ? null : read;
    }

    /// <summary>Converts an alias. One with neither URN nor specification means the resource itself, as in Pulumi.</summary>
    private static ResourceAlias ToAlias(Alias alias)
    {
        if (alias.AliasCase == Alias.AliasOneofCase.Urn)
        {
            return new ResourceAlias { Urn = Urn.Parse(alias.Urn) };
        }

        var spec = alias.Spec ?? new Alias.Types.Spec();
        return new ResourceAlias
        {
            Name = spec.Name,
            Type = spec.Type,
            Stack = spec.Stack,
            Project = spec.Project,
            Parent = ParseOptionalUrn(spec.ParentUrn),
            HadNoParent = spec.NoParent,
        };
    }

    // Arrays, because those without elements are one object: most resources have no options.
    private static Urn[] ParseUrns(IEnumerable<string> urns) => [.. urns.Select(Urn.Parse)];

    private static Urn[] Sort(IEnumerable<Urn> urns) => [.. urns.OrderBy(urn => urn.Value, StringComparer.Ordinal)];

    private static Urn ParseOptionalUrn(string text) => text.Length == 0 ? default : Urn.Parse(text);

    private static TimeSpan? ToTimeSpan(string duration) => duration.Length == 0 ? null : GoDuration.Parse(duration);
}
