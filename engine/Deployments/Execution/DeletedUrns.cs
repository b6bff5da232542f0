using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>The URNs whose resources this deployment deletes or has deleted and not created again.</summary>
internal sealed class DeletedUrns
{
    private readonly Lock _gate = new();
    private readonly HashSet<Urn> _urns = [];

    public bool Contains(Urn urn)
    {
        lock (_gate)
        {
            return _urns.Contains(urn);
        }
    }

    public void Add(IEnumerable<Urn> urns)
    {
        lock (_gate)
        {
            _urns.UnionWith(urns);
        }
    }

    /// <summary>Removes a URN whose resource is created again.</summary>
    /// <returns>False where its resource was not deleted.</returns>
    public bool Remove(Urn urn)
    {
        lock (_gate)
        {
            return _urns.Remove(urn);
        }
    }
}
