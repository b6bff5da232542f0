using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>Renames a resource of a snapshot.</summary>
internal static class ResourceRenaming
{
    /// <summary>Changes the last part of a resource's URN, and every reference to it.</summary>
    /// <exception cref="InvalidOperationRequestException">
    /// The URN is invalid or not that of exactly one resource, or the new one exists.
    /// </exception>
    public static Snapshot Rename(Snapshot snapshot, string urn, string name)
    {
        if (!Urn.IsValid(urn))
        {
            throw new InvalidOperationRequestException("The provided input URN is not valid");
        }

        var old = new Urn(urn);
        var renamed = old.WithName(name);
        switch (snapshot.Resources.Count(resource => resource.Urn == old))
        {
            case 0:
                throw ResourceLookup.NotFound(snapshot.Resources, urn);
            case > 1:
                throw new InvalidOperationRequestException("The input URN ambiguously refers to multiple resources");
        }

        if (renamed == old)
        {
            return snapshot;
        }

        if (snapshot.Resources.Any(resource => resource.Urn == renamed))
        {
            throw new InvalidOperationRequestException("The chosen new urn for the state corresponds to an already existing resource");
        }

        return snapshot with
        {
            Resources =
            [
                .. snapshot.Resources.Select(resource =>
                    resource.Urn == old
                        ? resource with
                        {
                            Urn = renamed,
                        }
                        : resource.WithoutReferences(isKept: _ => true).State.WithReferences(Replace)
                ),
            ],
        };

        Urn Replace(Urn reference) => reference == old ? renamed : reference;
    }
}
