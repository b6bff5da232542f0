using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>Sets or removes marks of resources in a snapshot, such as the protection from deletion.</summary>
internal static class ResourceMarking
{
    /// <summary>Marks resources. Those that are pending deletion cannot be named.</summary>
    /// <param name="snapshot">The state.</param>
    /// <param name="urns">The URNs of the resources.</param>
    /// <param name="mark">Sets or removes the mark.</param>
    /// <exception cref="InvalidOperationRequestException">There are no such resources; all of them are named.</exception>
    public static Snapshot Set(Snapshot snapshot, IReadOnlyList<string> urns, Func<ResourceState, ResourceState> mark)
    {
        var eligible = snapshot.Resources.Where(resource => !resource.Delete).ToArray();
        var known = eligible.Select(resource => resource.Urn.Value).ToHashSet();
        var missing = urns.Where(urn => !known.Contains(urn)).Select(urn => ResourceLookup.NotFound(eligible, urn).Message).ToArray();
        if (missing.Length > 0)
        {
            throw new InvalidOperationRequestException(string.Join('\n', missing));
        }

        var chosen = urns.ToHashSet();
        return snapshot with
        {
            Resources =
            [
                .. snapshot.Resources.Select(resource =>
                    !resource.Delete && chosen.Contains(resource.Urn.Value) ? mark(resource) : resource
                ),
            ],
        };
    }

    /// <summary>Marks all resources that are not pending deletion.</summary>
    public static Snapshot SetAll(Snapshot snapshot, Func<ResourceState, ResourceState> mark) =>
        snapshot with
        {
            Resources = [.. snapshot.Resources.Select(resource => resource.Delete ? resource : mark(resource))],
        };
}
