using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>Finds the resources that a state cannot keep without another one.</summary>
internal static class Dependents
{
    /// <summary>
    /// Finds the direct and indirect dependents of a resource, dependencies first. A reference to a URN that several resources have is
    /// one to the resource only if the others are its dependents, too, since one of them satisfies it otherwise. A provider is identified
    /// by its id as well.
    /// </summary>
    /// <param name="resources">The resources of a state, each after its dependencies.</param>
    /// <param name="index">The resource's place in them.</param>
    public static IReadOnlyList<ResourceState> Find(IReadOnlyList<ResourceState> resources, int index)
    {
        var target = resources[index];
        var dependents = new List<ResourceState>();
        var providers = new HashSet<ProviderReference>();
        var counts = new Dictionary<Urn, int>();
        var others = resources.Take(index).Select(resource => resource.Urn).ToHashSet();
        Add(target);
        foreach (var candidate in resources.Skip(index + 1))
        {
            if (IsDependent(candidate))
            {
                dependents.Add(candidate);
                Add(candidate);
            }
            else
            {
                others.Add(candidate.Urn);
            }
        }

        return dependents;

        void Add(ResourceState resource)
        {
            counts[resource.Urn] = counts.GetValueOrDefault(resource.Urn) + 1;
            providers.Add(new ProviderReference(resource.Urn, resource.Id));
        }

        bool IsDependent(ResourceState candidate) =>
            (candidate.Urn != target.Urn || candidate.Id != target.Id)
            && (
                (counts.ContainsKey(candidate.Parent) && !others.Contains(candidate.Parent))
                || candidate.References().Any(urn => counts.GetValueOrDefault(urn) == 1 && !others.Contains(urn))
                || (candidate.Provider is { } provider && providers.Contains(provider))
            );
    }
}
