using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>Replaces aliases by current URNs in all references between resources.</summary>
internal static class AliasNormalizer
{
    public static IReadOnlyList<ResourceState> Normalize(IReadOnlyList<ResourceState> resources)
    {
        var renamed = new Dictionary<Urn, Urn>();
        foreach (var resource in resources)
        {
            foreach (var alias in resource.Aliases)
            {
                renamed[alias] = resource.Urn;
            }
        }

        return renamed.Count == 0 ? resources : [.. resources.Select(resource => Rewrite(resource, renamed))];
    }

    private static ResourceState Rewrite(ResourceState resource, Dictionary<Urn, Urn> renamed)
    {
        return (resource with { Aliases = [] }).WithReferences(Current);

        Urn Current(Urn urn)
        {
            // Aliases can form a chain, but no cycle: every resource has one current URN.
            for (var step = 0; step < renamed.Count && renamed.TryGetValue(urn, out var next) && next != urn; step++)
            {
                urn = next;
            }

            return urn;
        }
    }
}
