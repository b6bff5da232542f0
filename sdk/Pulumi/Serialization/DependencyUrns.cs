namespace Pulumi.Serialization;

/// <summary>
/// The dependencies sent to the engine. A component is replaced by its descendants that a provider manages, and by remote components,
/// which wait for their own children.
/// </summary>
internal static class DependencyUrns
{
    private static readonly IReadOnlyCollection<string> None = [];

    public static ValueTask<IReadOnlyCollection<string>> GetAsync(IReadOnlyCollection<Resource> resources) =>
        resources.Count == 0 ? new(None) : FindAsync(resources);

    public static IEnumerable<Resource> Expand(IEnumerable<Resource> resources)
    {
        var seen = new HashSet<Resource>();
        var open = new Stack<Resource>(resources.Reverse());
        while (open.TryPop(out var resource))
        {
            if (!seen.Add(resource))
            {
                continue;
            }

            if (resource is CustomResource || resource.IsRemote)
            {
                yield return resource;
            }

            if (resource is not ComponentResource)
            {
                continue;
            }

            foreach (var child in resource.GetChildren())
            {
                open.Push(child);
            }
        }
    }

    private static async ValueTask<IReadOnlyCollection<string>> FindAsync(IEnumerable<Resource> resources)
    {
        var urns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in Expand(resources))
        {
            if (await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } urn)
            {
                urns.Add(urn);
            }
        }

        return urns;
    }
}
