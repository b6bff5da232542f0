using System.Collections.Immutable;

namespace Infra.PolicyPacks;

/// <summary>All resources of a stack.</summary>
public sealed class StackResources(ImmutableArray<PolicyResource> resources)
{
    private object? _view;

    /// <summary>The resources in the order of the state: each after those it depends on.</summary>
    public ImmutableArray<PolicyResource> All => resources;

    /// <summary>Returns a view of the stack that is created once and shared by all policies that use it.</summary>
    public T View<T>(Func<StackResources, T> create)
        where T : class
    {
        if (_view is not T view)
        {
            _view = view = create(this);
        }

        return view;
    }
}
