using Infra.Engine.Errors;
using Infra.Engine.Resources;

namespace Infra.Engine.State.Editing;

/// <summary>A reference that a move between stacks cannot keep.</summary>
/// <param name="Resource">The resource that has it.</param>
/// <param name="Reference">The reference.</param>
public sealed record BrokenReference(Urn Resource, RemovedReference Reference);

/// <summary>What a move between stacks would do.</summary>
public sealed record ResourceMovePlan
{
    /// <summary>The resources that move, under their old URNs, in the order of the state.</summary>
    public required IReadOnlyList<Urn> Moved { get; init; }

    /// <summary>The URNs that no resource of the source has.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>References from resources that remain to resources that move.</summary>
    public required IReadOnlyList<BrokenReference> BrokenInSource { get; init; }

    /// <summary>References from resources that move to resources that remain.</summary>
    public required IReadOnlyList<BrokenReference> BrokenInDestination { get; init; }

    /// <summary>The state of the source after the move.</summary>
    public required Snapshot Source { get; init; }

    /// <summary>The state of the destination after the move.</summary>
    public required Snapshot Destination { get; init; }
}

/// <summary>Plans a move of resources, with their children and copies of their providers, from one stack to another.</summary>
internal sealed class ResourceMove
{
    private readonly Snapshot _source;
    private readonly StackName _destinationName;
    private readonly HashSet<Urn> _moving;
    private readonly List<ResourceState> _added = [];
    private readonly List<BrokenReference> _broken = [];
    private readonly Dictionary<Urn, Urn> _renamed = [];
    private readonly Dictionary<ProviderReference, ProviderReference> _providers = [];
    private readonly IReadOnlyList<ResourceState> _destination;
    private readonly Urn _root;

    private ResourceMove(Snapshot source, Snapshot destination, StackName destinationName, HashSet<Urn> moving)
    {
        _source = source;
        _destinationName = destinationName;
        _moving = moving;
        var root = destination.Root ?? CreateRoot(destinationName);
        _root = root.Urn;
        _destination = destination.Root is null ? [root, .. destination.Resources] : destination.Resources;
    }

    /// <exception cref="InvalidOperationRequestException">Nothing can be moved, or the destination has such a resource.</exception>
    public static ResourceMovePlan Plan(
        Snapshot source,
        StackName sourceName,
        Snapshot destination,
        StackName destinationName,
        IReadOnlyCollection<string> urns,
        bool includeParents
    )
    {
        var moving = MovedResources.Select(source, sourceName, urns, includeParents);
        return new ResourceMove(source, destination, destinationName, moving).Plan(destination, urns);
    }

    private ResourceMovePlan Plan(Snapshot destination, IReadOnlyCollection<string> urns)
    {
        var brokenInSource = new List<BrokenReference>();
        var remaining = new List<ResourceState>();
        foreach (var resource in _source.Resources.Where(resource => !_moving.Contains(resource.Urn)))
        {
            var (kept, removed) = resource.WithoutReferences(urn => !_moving.Contains(urn));
            brokenInSource.AddRange(removed.Select(reference => new BrokenReference(resource.Urn, reference)));
            remaining.Add(kept);
        }

        ResourceState[] moved = [.. _source.Resources.Where(resource => _moving.Contains(resource.Urn))];
        CopyProviders(moved);
        foreach (var resource in moved)
        {
            var copy = Rewrite(resource);
            _renamed[resource.Urn] = copy.Urn;
            if (_destination.Any(other => other.Urn == copy.Urn))
            {
                throw new InvalidOperationRequestException($"resource {copy.Urn} already exists in destination stack");
            }

            _added.Add(copy);
        }

        return new ResourceMovePlan
        {
            Moved = [.. moved.Select(resource => resource.Urn)],
            Missing = [.. urns.Where(urn => !_source.Resources.Any(resource => resource.Urn.Value == urn)).Distinct()],
            BrokenInSource = brokenInSource,
            BrokenInDestination = _broken,
            Source = _source with { Resources = remaining },
            Destination = destination with { Resources = [.. _destination, .. _added] },
        };
    }

    /// <summary>Copies the providers of the moved resources, except those that the destination has, too.</summary>
    private void CopyProviders(IEnumerable<ResourceState> moved)
    {
        var needed = moved.Select(resource => resource.Provider).OfType<ProviderReference>().ToHashSet();
        foreach (var provider in _source.Resources.Where(resource => !_moving.Contains(resource.Urn)))
        {
            var reference = new ProviderReference(provider.Urn, provider.Id);
            if (!needed.Contains(reference))
            {
                continue;
            }

            var copy = Rewrite(provider);
            if (_destination.FirstOrDefault(resource => resource.Urn == copy.Urn) is { } existing)
            {
                _providers[reference] =
                    existing.Id == copy.Id || existing.Inputs.Equals(copy.Inputs)
                        ? new ProviderReference(existing.Urn, existing.Id)
                        : throw new InvalidOperationRequestException($"provider {copy.Urn} already exists in destination stack");
            }
            else
            {
                _providers[reference] = new ProviderReference(copy.Urn, copy.Id);
                _added.Add(copy);
            }
        }
    }

    private ResourceState Rewrite(ResourceState resource)
    {
        var (kept, removed) = resource.WithoutReferences(_moving.Contains);
        _broken.AddRange(removed.Select(reference => new BrokenReference(resource.Urn, reference)));
        var parent = _moving.Contains(resource.Parent) ? Rename(resource.Parent) : _root;
        var rewritten = kept.WithReferences(Rename);
        return rewritten with
        {
            Urn = Urn.Create(_destinationName.Name, _destinationName.Project, parent, resource.Type, resource.Urn.Name),
            Parent = parent,
            Provider = resource.Provider is { } provider ? _providers.GetValueOrDefault(provider, rewritten.Provider!.Value) : null,
        };
    }

    private Urn Rename(Urn urn) => _renamed.GetValueOrDefault(urn, urn.WithStack(_destinationName.Project, _destinationName.Name));

    private static ResourceState CreateRoot(StackName stack) =>
        new()
        {
            Urn = Urn.Create(stack.Name, stack.Project, default, Urn.StackType, $"{stack.Project}-{stack.Name}"),
            Custom = false,
            Type = Urn.StackType,
        };
}
