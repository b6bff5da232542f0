using Infra.Engine.Deployments.Planning;
using Infra.Engine.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Services;

/// <summary>Reads the goals of resources from wire requests.</summary>
internal static class GoalReader
{
    /// <exception cref="FormatException">Something in the request is malformed.</exception>
    public static ResourceGoal Read(RegisterResourceRequest request)
    {
        var properties = StructConverter.FromStruct(request.Object, StructConversion.Lossless with { SkipNulls = true });
        var dependencies = request.Dependencies.Select(ToUrn).ToHashSet();
        var byProperty = PropertyDependencies(request, properties, dependencies);
        return new ResourceGoal
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = ToOptionalUrn(request.Parent),
            Properties = properties.Select(OutputValues.Remove),
            Dependencies = [.. dependencies.OrderBy(urn => urn.Value, StringComparer.Ordinal)],
            PropertyDependencies = byProperty,
            Provider = ProviderReference.Parse(request.Provider),
            Version = request.Version,
            Protect = request.HasProtect ? request.Protect : null,
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeleteBeforeReplace = request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace ? request.DeleteBeforeReplace : null,
            DeletedWith = ToOptionalUrn(request.DeletedWith),
            IgnoreChanges = [.. request.IgnoreChanges],
            ReplaceOnChanges = [.. request.ReplaceOnChanges],
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
            Aliases = [.. request.AliasURNs.Select(urn => new ResourceAlias { Urn = ToUrn(urn) }), .. request.Aliases.Select(ToAlias)],
            CustomTimeouts = Timeouts(request.CustomTimeouts),
            ImportId = request.ImportId,
        };
    }

    /// <exception cref="FormatException">Something in the request is malformed.</exception>
    public static ResourceGoal Read(ReadResourceRequest request)
    {
        var properties = StructConverter.FromStruct(request.Properties, StructConversion.Resource with { SkipNulls = true });
        return new ResourceGoal
        {
            Type = request.Type,
            Name = request.Name,
            Custom = true,
            Parent = ToOptionalUrn(request.Parent),
            Properties = properties,
            Dependencies = [.. request.Dependencies.Select(ToUrn)],
            Provider = ProviderReference.Parse(request.Provider),
            Version = request.Version,
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
        };
    }

    private static SortedDictionary<string, IReadOnlyList<Urn>> PropertyDependencies(
        RegisterResourceRequest request, PropertyMap properties, HashSet<Urn> dependencies)
    {
        var result = new SortedDictionary<string, IReadOnlyList<Urn>>(StringComparer.Ordinal);
        if (request.PropertyDependencies.Count == 0)
        {
            // Without the program's property dependencies, every property has all dependencies.
            foreach (var name in properties.Keys)
            {
                result[name] = [.. dependencies];
            }
        }

        foreach (var (name, urns) in request.PropertyDependencies)
        {
            result[name] = [.. urns.Urns.Select(ToUrn).OrderBy(urn => urn.Value, StringComparer.Ordinal)];
        }

        foreach (var (name, value) in properties)
        {
            if (OutputValues.GetDependencies(value).ToArray() is { Length: > 0 } more)
            {
                result[name] = [.. result.GetValueOrDefault(name, []).Union(more)];
            }
        }

        return result;
    }

    private static CustomTimeouts? Timeouts(RegisterResourceRequest.Types.CustomTimeouts? timeouts)
    {
        if (timeouts is null)
        {
            return null;
        }

        var read = new CustomTimeouts(
            GoDuration.Parse(timeouts.Create), GoDuration.Parse(timeouts.Update), GoDuration.Parse(timeouts.Delete));
        return read == new CustomTimeouts() ? null : read;
    }

    /// <summary>Converts an alias. One with neither URN nor specification means the resource itself, as in Pulumi.</summary>
    private static ResourceAlias ToAlias(Alias alias)
    {
        if (alias.AliasCase == Alias.AliasOneofCase.Urn)
        {
            return new ResourceAlias { Urn = ToUrn(alias.Urn) };
        }

        var spec = alias.Spec ?? new Alias.Types.Spec();
        return new ResourceAlias
        {
            Name = spec.Name,
            Type = spec.Type,
            Stack = spec.Stack,
            Project = spec.Project,
            Parent = ToOptionalUrn(spec.ParentUrn),
            HadNoParent = spec.NoParent,
        };
    }

    private static Urn ToOptionalUrn(string text) => text.Length == 0 ? default : ToUrn(text);

    private static Urn ToUrn(string text) => Urn.IsValid(text) ? new Urn(text) : throw new FormatException($"'{text}' is not a URN");
}
