using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>The times of the changes that trigger updates of endpoints.</summary>
internal sealed class TriggerTimes
{
    /// <summary>The annotation of the time.</summary>
    public const string Annotation = "endpoints.kubernetes.io/last-change-trigger-time";

    private readonly Dictionary<ObjectKey, Dictionary<string, DateTimeOffset>> _known = [];

    /// <summary>Returns the time of the first change since the last call for this Service; null if unknown.</summary>
    public DateTimeOffset? Next(Service service, IEnumerable<Pod> pods)
    {
        var isNew = !_known.TryGetValue(service.Key, out var before);
        var now = new Dictionary<string, DateTimeOffset>();
        DateTimeOffset? first = null;
        foreach (var pod in pods)
        {
            if (pod.ReadySince is not { } changed)
            {
                continue;
            }

            now[pod.Name] = changed;
            if (changed > (before?.GetValueOrDefault(pod.Name) ?? default) && (first is null || changed < first))
            {
                first = changed;
            }
        }

        _known[service.Key] = now;
        return isNew ? service.CreationTime : first;
    }

    /// <summary>The number of ready or formerly ready pods of a Service at the last call of <see cref="Next"/>.</summary>
    public int CountPods(ObjectKey service) => _known.TryGetValue(service, out var pods) ? pods.Count : 0;

    /// <summary>Removes a deleted Service.</summary>
    public void Remove(ObjectKey service) => _known.Remove(service);

    /// <summary>Sets the annotation of a new version of an object, or removes it if the time is unknown.</summary>
    public static void Annotate(JsonObject body, DateTimeOffset? trigger)
    {
        var metadata = body.GetOrAddObject("metadata");
        if (trigger is { } time)
        {
            metadata.GetOrAddObject("annotations")[Annotation] = Timestamps.Format(time);
        }
        else if (metadata["annotations"] is JsonObject annotations && annotations.Remove(Annotation) && annotations.Count == 0)
        {
            metadata.Remove("annotations");
        }
    }
}
