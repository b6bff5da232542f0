using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Execution;

/// <summary>
/// The URNs whose resources this deployment deletes or has deleted and not created again. A resource that the program registers and one that
/// is deleted with its dependency may be the same: the first of the two that asks for it gets it.
/// </summary>
internal sealed class DeletedUrns
{
    private readonly Lock _gate = new();
    private readonly HashSet<Urn> _urns = [];
    private readonly HashSet<Urn> _registered = [];
    private readonly Dictionary<Urn, TaskCompletionSource<bool>> _deletions = [];

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

    /// <summary>Claims a resource in order to delete it before its replacement is created.</summary>
    /// <returns>False where it is registered, or deleted already.</returns>
    public bool TryBegin(Urn urn)
    {
        lock (_gate)
        {
            if (_registered.Contains(urn) || !_urns.Add(urn))
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
    /// <returns>True where it was deleted, so that it has to be created again.</returns>
    /// <exception cref="DeploymentStoppedException">Its deletion failed.</exception>
    public async Task<bool> TakeBackAsync(Urn urn)
    {
        Task<bool>? deletion;
        lock (_gate)
        {
            _registered.Add(urn);
            if (!_urns.Remove(urn))
            {
                return false;
            }

            deletion = _deletions.GetValueOrDefault(urn)?.Task;
        }

        return deletion is null || await deletion ? true : throw new DeploymentStoppedException();
    }
}
