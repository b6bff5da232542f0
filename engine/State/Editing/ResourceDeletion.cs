using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>The options of a deletion from the state.</summary>
public sealed record DeletionOptions
{
    /// <summary>True to delete protected resources.</summary>
    public bool Force { get; init; }

    /// <summary>True to delete the dependents, too.</summary>
    public bool IncludeDependents { get; init; }

    /// <summary>Called with each protected resource that is deleted.</summary>
    public Action<ResourceState> OnForced { get; init; } = _ => { };
}

/// <summary>Deletes resources from a snapshot. The objects they describe remain.</summary>
internal static class ResourceDeletion
{
    /// <summary>Deletes resources, dependents first.</summary>
    /// <param name="snapshot">The state.</param>
    /// <param name="targets">Resources of this snapshot.</param>
    /// <param name="options">The options of the deletion.</param>
    /// <exception cref="InvalidOperationRequestException">A resource is protected, or has dependents that remain.</exception>
    public static Snapshot Delete(Snapshot snapshot, IEnumerable<ResourceState> targets, DeletionOptions options)
    {
        var deleted = targets.ToHashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        List<ResourceState> resources = [.. snapshot.Resources];
        for (var index = resources.Count - 1; index >= 0; index--)
        {
            if (deleted.Contains(resources[index]))
            {
                Delete(resources, index, options);
            }
        }

        return snapshot with
        {
            Resources = resources,
        };
    }

    private static void Delete(List<ResourceState> resources, int index, DeletionOptions options)
    {
        var resource = resources[index];
        ThrowIfProtected(resource, options);
        var dependents = Dependents.Find(resources, index);
        if (dependents.Count > 0 && !options.IncludeDependents)
        {
            throw new InvalidOperationRequestException(
                $"{resource.Urn} can't be safely deleted because the following resources depend on it:\n"
                    + string.Concat(dependents.Select(dependent => $" * {Quote(dependent.Urn.Name)} ({dependent.Urn})\n"))
                    + "\nDelete those resources first or pass --target-dependents."
            );
        }

        foreach (var dependent in dependents)
        {
            ThrowIfProtected(dependent, options);
        }

        var doomed = dependents.Append(resource).ToHashSet<ResourceState>(ReferenceEqualityComparer.Instance);
        resources.RemoveAll(doomed.Contains);
    }

    // In a column as wide as Pulumi's.
    private static string Quote(string name) => $"\"{name}\"".PadRight(15);

    private static void ThrowIfProtected(ResourceState resource, DeletionOptions options)
    {
        if (!resource.Protect)
        {
            return;
        }

        if (!options.Force)
        {
            throw new InvalidOperationRequestException(
                $"{resource.Urn} can't be safely deleted because it is protected. Re-run this command with --force to force deletion"
            );
        }

        options.OnForced(resource);
    }
}
