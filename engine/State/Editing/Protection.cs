using Infra.Engine.Errors;

namespace Infra.Engine.State.Editing;

/// <summary>Protects resources of a snapshot from deletion, or ends the protection.</summary>
internal static class Protection
{
    /// <summary>Sets the protection of resources. Those that are pending deletion cannot be named.</summary>
    /// <exception cref="InvalidOperationRequestException">There are no such resources; all of them are named.</exception>
    public static Snapshot Set(Snapshot snapshot, IReadOnlyList<string> urns, bool isProtected)
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
                    !resource.Delete && chosen.Contains(resource.Urn.Value) ? resource with { Protect = isProtected } : resource
                ),
            ],
        };
    }

    /// <summary>Sets the protection of all resources that are not pending deletion.</summary>
    public static Snapshot SetAll(Snapshot snapshot, bool isProtected) =>
        snapshot with
        {
            Resources = [.. snapshot.Resources.Select(resource => resource.Delete ? resource : resource with { Protect = isProtected })],
        };
}
