using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Refuses services that call each other in a cycle, unless the scenario says how deep requests may go.</summary>
internal sealed class CallCycleCheck : IRehearsalCheck
{
    public void Check(RehearsalReview review)
    {
        if (review.Settings.CallDepth is not null)
        {
            return;
        }

        var known = review.Subjects.Where(subject => subject.HasRequests).Select(subject => subject.Name).ToHashSet(StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        var path = new List<string>();
        foreach (var service in known.Order(StringComparer.Ordinal))
        {
            if (FindCycle(service) is { } cycle)
            {
                review.Reject(
                    SettingsPath.Root.Key("services").Key(cycle[0]).Key("calls"),
                    $"services call each other in a cycle: {string.Join(" → ", cycle)}",
                    "remove one of the calls, or write how often a request may pass through the same service as 'callDepth', such as 3"
                );
                return;
            }
        }

        List<string>? FindCycle(string service)
        {
            if (path.IndexOf(service) is >= 0 and var start)
            {
                return [.. path[start..], service];
            }

            if (!done.Add(service))
            {
                return null;
            }

            path.Add(service);
            foreach (var cluster in review.Clusters)
            {
                foreach (var callee in BehaviourPlanner.FindCalls(service, review.Settings, cluster.Settings, known).Keys)
                {
                    if (FindCycle(callee) is { } cycle)
                    {
                        return cycle;
                    }
                }
            }

            path.RemoveAt(path.Count - 1);
            return null;
        }
    }
}
