using System.Collections.Immutable;

namespace Infra.Policies.Sdk.Resources;

/// <summary>All resources of a stack.</summary>
internal sealed class StackResources(ImmutableArray<AnalyzedResource> resources)
{
    private object? _view;

    public ImmutableArray<AnalyzedResource> All => resources;

    /// <summary>What policies of one field see in the stack, made once and shared by all of them.</summary>
    public T View<T>(Func<StackResources, T> create)
        where T : class
    {
        if (_view is not T view)
            _view = view = create(this);
        return view;
    }
}
