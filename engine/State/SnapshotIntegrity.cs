using Infra.Engine.Resources;

namespace Infra.Engine.State;

/// <summary>Checks the invariants of a snapshot that the engine relies on.</summary>
internal static class SnapshotIntegrity
{
    /// <summary>Lists all violations; none means that the snapshot is valid.</summary>
    public static IReadOnlyList<string> Verify(Snapshot snapshot)
    {
        var problems = new List<string>();
        var seen = new HashSet<Urn>();
        var current = new HashSet<Urn>();
        var providers = new HashSet<ProviderReference>();
        foreach (var resource in snapshot.Resources)
        {
            var urn = resource.Urn;
            if (!Urn.IsValid(urn.Value))
            {
                problems.Add($"'{urn}' is not a URN");
                continue;
            }

            if (urn.Type != resource.Type)
            {
                problems.Add($"{urn}: has the type {resource.Type}, which its URN contradicts");
            }

            if (!resource.Custom && resource.Id.Length > 0)
            {
                problems.Add($"{urn}: a component must have no id, but has '{resource.Id}'");
            }

            if (ProviderType.IsProvider(resource.Type))
            {
                providers.Add(new ProviderReference(urn, resource.Id));
            }

            if (resource.Provider is { } provider && !providers.Contains(provider) && !resource.PendingReplacement)
            {
                problems.Add($"{urn}: its provider {provider} does not precede it");
            }

            problems.AddRange(
                resource
                    .References()
                    .Where(reference => !seen.Contains(reference))
                    .Distinct()
                    .Select(reference => $"{urn}: refers to {reference}, which does not precede it")
            );
            if (!resource.Delete && !current.Add(urn))
            {
                problems.Add($"{urn}: occurs twice without being marked for deletion");
            }

            seen.Add(urn);
        }

        return problems;
    }
}
