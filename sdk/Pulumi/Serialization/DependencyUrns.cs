namespace Pulumi.Serialization;

/// <summary>
/// The resources that the engine is told of as dependencies. A component stands for the resources below it, down to those that
/// a provider manages and to remote components, which wait for their own children.
/// </summary>
internal static class DependencyUrns
{
    public static async ValueTask<HashSet<string>> OfAsync(IEnumerable<Resource> resources)
    {
        var urns = new HashSet<string>(StringComparer.Ordinal);
        foreach (var resource in Expand(resources))
        {
            if (await resource.Urn.GetValueAsync(whenUnknown: "").ConfigureAwait(false) is { Length: > 0 } urn)
                urns.Add(urn);
        }

        return urns;
    }

    public static IEnumerable<Resource> Expand(IEnumerable<Resource> resources)
    {
        var seen = new HashSet<Resource>();
        var open = new Stack<Resource>(resources.Reverse());
        while (open.TryPop(out var resource))
        {
            if (!seen.Add(resource))
                continue;
            if (resource is CustomResource || resource.IsRemote)
                yield return resource;
            if (resource is not ComponentResource)
                continue;
            foreach (var child in resource.GetChildren())
                open.Push(child);
        }
    }
}
