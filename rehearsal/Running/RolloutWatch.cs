using Infra.Rehearsal.Clusters;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Running;

/// <summary>Deploys versions and watches their rollouts until they are complete or stuck.</summary>
internal sealed class RolloutWatch(RehearsedCluster cluster, Timeline timeline)
{
    private readonly Versions _versions = new(cluster);
    private readonly Dictionary<string, (StackService Service, int Event, bool IsStuck)> _running = new(StringComparer.Ordinal);

    /// <summary>Deploys a version.</summary>
    public void Deploy(StackService service, string version, RolloutFailure failure, string text)
    {
        var number = timeline.Add(TimelineEventType.Rollout, service.Name, text);
        if (_versions.Deploy(service, version, failure) == 0)
        {
            timeline.Change(number, $"{text}: its workload is a {service.WorkloadKind}, which a rehearsal cannot roll");
            return;
        }

        Watch(service, number);
    }

    /// <summary>Deploys the former version again.</summary>
    public void RollBack(StackService service)
    {
        _versions.RollBack(service);
        Watch(service, timeline.Add(TimelineEventType.Rollout, service.Name, $"the former version of {service.Name} is deployed again"));
    }

    /// <summary>Looks at the rollouts that are not complete.</summary>
    public void Advance()
    {
        if (_running.Count == 0)
        {
            return;
        }

        var states = WorkloadState
            .Read(cluster.Cluster.Client)
            .ToLookup(state => cluster.FindService(state.Namespace, state.Kind, state.Name));
        foreach (var (name, (service, number, isStuck)) in _running.ToList())
        {
            var own = states[name].ToList();
            if (own.TrueForAll(state => state.IsComplete))
            {
                timeline.End(number);
                _running.Remove(name);
            }
            else if (!isStuck && own.Exists(state => state.IsStuck))
            {
                timeline.Add(TimelineEventType.Rollout, name, $"the rollout of {name} is stuck: it has exceeded its progress deadline");
                _running[name] = (service, number, true);
            }
        }
    }

    private void Watch(StackService service, int number)
    {
        if (_running.TryGetValue(service.Name, out var before))
        {
            timeline.End(before.Event);
        }

        _running[service.Name] = (service, number, false);
    }
}
