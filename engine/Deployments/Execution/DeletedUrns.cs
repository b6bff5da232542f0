using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>
/// The URNs whose resources this deployment deletes or has deleted and not created again. A resource that the program registers and one
/// that is deleted with its dependency may be the same: the first of the two that asks for it gets it.
/// </summary>
internal sealed class DeletedUrns
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Urn, IReadOnlyList<string>> _urns = [];
    private readonly HashSet<Urn> _registered = [];
    private readonly Dictionary<Urn, TaskCompletionSource<bool>> _deletions = [];

    public bool Contains(Urn urn)
    {
        lock (_gate)
        {
            return _urns.ContainsKey(urn);
        }
    }

    public void Add(IEnumerable<Urn> urns)
    {
        lock (_gate)
        {
            foreach (var urn in urns)
            {
                _urns[urn] = [];
            }
        }
    }

    /// <summary>Claims a resource in order to delete it before its replacement is created.</summary>
    /// <param name="urn">The URN.</param>
    /// <param name="keys">The properties whose change requires the replacement.</param>
    /// <returns>False where it is registered, or deleted already.</returns>
    public bool TryBegin(Urn urn, IReadOnlyList<string> keys)
    {
        lock (_gate)
        {
            if (_registered.Contains(urn) || !_urns.TryAdd(urn, keys))
            {
                return false;
            }

            _deletions[urn] = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>Ends a deletion that <see cref="TryBegin"/> claimed.</summary>
    public void Complete(Urn urn, bool isDeleted)
    {
        lock (_gate)
        {
            _deletions[urn].TrySetResult(isDeleted);
        }
    }

    /// <summary>Claims a resource for its registration. One that is being deleted is claimed when that has ended.</summary>
    /// <returns>
    /// The properties whose change required its replacement, where it was deleted and has to be created again; null otherwise.
    /// </returns>
    /// <exception cref="DeploymentStoppedException">Its deletion failed.</exception>
    public async Task<IReadOnlyList<string>?> TakeBackAsync(Urn urn)
    {
        Task<bool>? deletion;
        IReadOnlyList<string>? keys;
        lock (_gate)
        {
            _registered.Add(urn);
            if (!_urns.Remove(urn, out keys))
            {
                return null;
            }

            deletion = _deletions.GetValueOrDefault(urn)?.Task;
        }

        return deletion is null || await deletion ? keys : throw new DeploymentStoppedException();
    }
}
