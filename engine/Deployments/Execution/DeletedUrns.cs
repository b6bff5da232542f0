using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>The URNs whose resources this deployment deletes or has deleted and not created again.</summary>
internal sealed class DeletedUrns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Urn, IReadOnlyList<string>> _urns = [];

    public bool Contains(Urn urn)
    {
        lock (_gate)
        {
            return _urns.ContainsKey(urn);
        }
    }

    public void Add(IEnumerable<Urn> urns)
    {
        foreach (var urn in urns)
        {
            Add(urn, []);
        }
    }

    /// <summary>Adds a URN whose resource is replaced because of one it depends on.</summary>
    /// <param name="urn">The URN.</param>
    /// <param name="keys">The properties whose change requires the replacement.</param>
    public void Add(Urn urn, IReadOnlyList<string> keys)
    {
        lock (_gate)
        {
            _urns[urn] = keys;
        }
    }

    /// <summary>Removes a URN whose resource is created again.</summary>
    /// <returns>The properties whose change required its replacement; null where its resource was not deleted.</returns>
    public IReadOnlyList<string>? Remove(Urn urn)
    {
        lock (_gate)
        {
            return _urns.Remove(urn, out var keys) ? keys : null;
        }
    }
}
