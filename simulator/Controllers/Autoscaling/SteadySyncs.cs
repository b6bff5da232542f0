using Infra.Simulator.Informers;

namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>
/// The autoscalers whose next sync gives the result of the latest one, because no object of the cluster has changed. A sync counts only
/// if the one before it began at the same version: then the caches that it read had all changes up to that version.
/// </summary>
internal sealed class SteadySyncs
{
    private readonly Dictionary<ObjectKey, (long Version, bool IsSteady)> _latest = [];

    /// <summary>Whether a sync at a version of the cluster would give the result of the latest one.</summary>
    public bool Contains(ObjectKey autoscaler, long version) => _latest.GetValueOrDefault(autoscaler) == (version, true);

    /// <summary>Records a sync.</summary>
    /// <param name="autoscaler">The autoscaler.</param>
    /// <param name="version">The version of the cluster when it began.</param>
    /// <param name="isSteady">Whether its result depends on objects of the cluster only, not on the time.</param>
    public void Record(ObjectKey autoscaler, long version, bool isSteady) =>
        _latest[autoscaler] = (version, isSteady && _latest.TryGetValue(autoscaler, out var before) && before.Version == version);

    /// <summary>Removes an autoscaler.</summary>
    public void Remove(ObjectKey autoscaler) => _latest.Remove(autoscaler);
}
