using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>Selects the resources that a move between stacks takes along.</summary>
internal static class MovedResources
{
    /// <summary>Selects the named resources and their children; the parents, too, on request. The stack and providers never move.</summary>
    /// <exception cref="InvalidOperationRequestException">A provider is named, or nothing is left to move.</exception>
    public static HashSet<Urn> Select(Snapshot source, StackName stack, IReadOnlyCollection<string> urns, bool includeParents)
    {
        var named = urns.ToHashSet();
        var moving = source.Resources.Select(resource => resource.Urn).Where(urn => named.Contains(urn.Value)).ToHashSet();
        if (source.Resources.Any(resource => moving.Contains(resource.Urn) && ProviderType.IsProvider(resource.Type)))
        {
            throw new InvalidOperationRequestException(
                "cannot move providers. Only resources can be moved, and providers will be included automatically"
            );
        }

        if (moving.Count == 0)
        {
            throw new InvalidOperationRequestException($"no resources found to move\n{ResourceLookup.Hint(stack.Full)}");
        }

        if (includeParents)
        {
            AddParents(source, moving);
        }

        foreach (var resource in source.Resources)
        {
            if (moving.Contains(resource.Parent) && !ProviderType.IsProvider(resource.Type))
            {
                moving.Add(resource.Urn);
            }
        }

        if (source.Root is { } root)
        {
            moving.Remove(root.Urn);
        }

        return moving;
    }

    private static void AddParents(Snapshot source, HashSet<Urn> moving)
    {
        foreach (var resource in source.Resources.Reverse())
        {
            if (moving.Contains(resource.Urn) && !resource.Parent.IsEmpty && resource.Parent.Type != Urn.StackType)
            {
                moving.Add(resource.Parent);
            }
        }
    }
}
