using Wire = Infra.Protocol.Messages;

namespace Pulumi;

/// <summary>Sends the aliases of resources to the engine.</summary>
internal sealed class AliasRequests(Deployment deployment)
{
    public async ValueTask SetAsync(Wire.RegisterResourceRequest request, Resource resource, ResourceOptions options)
    {
        var supportsSpecs = await deployment.Features.AliasSpecs.ConfigureAwait(false);
        if (!supportsSpecs)
        {
            request.AliasURNs.AddRange(await AliasUrns.GetAsync(resource).ConfigureAwait(false));
        }
        else if (options.HasAliases)
        {
            request.Aliases.AddRange(await ToWireAsync(options.Aliases, AliasUrns.Check).ConfigureAwait(false));
        }
    }

    /// <summary>Converts aliases to messages, without unknown ones.</summary>
    /// <param name="aliases">The aliases of one resource.</param>
    /// <param name="check">Called for each known alias.</param>
    public static async Task<IReadOnlyList<Wire.Alias>> ToWireAsync(IEnumerable<Input<Alias>> aliases, Action<Alias>? check = null)
    {
        var result = new List<Wire.Alias>();
        foreach (var input in aliases)
        {
            if (await input.AsOutput().GetValueAsync(whenUnknown: null!).ConfigureAwait(false) is not { } alias)
            {
                continue;
            }

            check?.Invoke(alias);
            result.Add(await alias.ToWireAsync().ConfigureAwait(false));
        }

        return result;
    }
}

/// <summary>
/// Former URNs of resources, for engines without support for <see cref="Alias"/>es. A child of a parent with aliases has aliases, too.
/// </summary>
internal static class AliasUrns
{
    public static async Task<IReadOnlyList<string>> GetAsync(Resource resource)
    {
        var urns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in GetFormerUrns(resource))
        {
            if (await output.GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } urn)
            {
                urns.Add(urn);
            }
        }

        return [.. urns];
    }

    /// <exception cref="ArgumentException">The alias has contradictory parts.</exception>
    public static void Check(Alias alias)
    {
        if (alias.Urn is not null)
        {
            string?[] others =
            [
                alias.Name is null ? null : nameof(alias.Name),
                alias.Type is null ? null : nameof(alias.Type),
                alias.Project is null ? null : nameof(alias.Project),
                alias.Stack is null ? null : nameof(alias.Stack),
                alias.Parent is null ? null : nameof(alias.Parent),
                alias.ParentUrn is null ? null : nameof(alias.ParentUrn),
                alias.NoParent ? nameof(alias.NoParent) : null,
            ];
            if (others.FirstOrDefault(other => other is not null) is { } other)
            {
                throw new ArgumentException($"An alias has both {nameof(alias.Urn)} and {other}: the URN is complete, so remove {other}.");
            }

            return;
        }

        if ((alias.Parent is null ? 0 : 1) + (alias.ParentUrn is null ? 0 : 1) + (alias.NoParent ? 1 : 0) > 1)
        {
            throw new ArgumentException(
                $"An alias has more than one of {nameof(alias.Parent)}, {nameof(alias.ParentUrn)} and {nameof(alias.NoParent)}."
            );
        }
    }

    private static IEnumerable<Output<string>> GetFormerUrns(Resource resource)
    {
        var own = GetOwnUrns(resource);
        if (resource.Parent is not { } parent)
        {
            return own;
        }

        var inherited =
            from parentUrn in GetOwnUrns(parent)
            from urn in own.Select(alias => alias.Apply(urn => Inherit(Urn.ParseName(urn), Urn.ParseType(urn), parent, parentUrn)))
                .Prepend(Inherit(resource.GetResourceName(), resource.GetResourceType(), parent, parentUrn))
            select urn;
        return own.Concat(inherited);
    }

    private static List<Output<string>> GetOwnUrns(Resource resource) =>
        [.. resource.Aliases.Select(alias => ToUrn(alias, resource, resource.Parent))];

    private static Output<string> ToUrn(Input<Alias> input, Resource resource, Resource? parent) =>
        input
            .AsOutput()
            .Apply(alias =>
            {
                Check(alias);
                if (alias.Urn is not null)
                {
                    return Output.Create(alias.Urn);
                }

                var formerParent = alias.NoParent || alias.ParentUrn is not null ? null : alias.Parent ?? parent;
                return Urn.Create(
                    alias.Name ?? resource.GetResourceName(),
                    alias.Type ?? resource.GetResourceType(),
                    formerParent,
                    alias.ParentUrn,
                    alias.Project,
                    alias.Stack
                );
            });

    // The name of a child often begins with its parent's name, so it began with the former name of a renamed parent.
    private static Output<string> Inherit(string name, string type, Resource parent, Output<string> parentUrn)
    {
        var parentName = parent.GetResourceName();
        var formerName = name.StartsWith(parentName, StringComparison.Ordinal)
            ? parentUrn.Apply(urn => Urn.ParseName(urn) + name[parentName.Length..])
            : Output.Create(name);
        return Urn.Create(formerName, type, parentUrn: parentUrn);
    }
}
