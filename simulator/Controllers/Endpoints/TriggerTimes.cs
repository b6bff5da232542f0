using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Since when the endpoints of Services are out of date: the earliest of the changes that led to an update.</summary>
internal sealed class TriggerTimes
{
    /// <summary>The annotation that holds the time.</summary>
    public const string Annotation = "endpoints.kubernetes.io/last-change-trigger-time";

    private readonly Dictionary<ObjectKey, Dictionary<string, DateTimeOffset>> _known = [];

    /// <summary>The time of the first change since the last call for this Service; null where nothing tells.</summary>
    public DateTimeOffset? Next(Service service, IEnumerable<Pod> pods)
    {
        var isNew = !_known.TryGetValue(service.Key, out var before);
        var now = new Dictionary<string, DateTimeOffset>();
        DateTimeOffset? first = null;
        foreach (var pod in pods)
        {
            if (pod.ReadySince is not { } changed)
                continue;
            now[pod.Name] = changed;
            if (changed > (before?.GetValueOrDefault(pod.Name) ?? default) && (first is null || changed < first))
                first = changed;
        }

        _known[service.Key] = now;
        return isNew ? service.CreationTime : first;
    }

    /// <summary>Forgets a Service that is gone.</summary>
    public void Forget(ObjectKey service) => _known.Remove(service);
}
