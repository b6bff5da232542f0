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

        var known = RehearsalSubject.FindCalled(review.Subjects);
        foreach (var cluster in review.Clusters)
        {
            if (CallCycles.Find(review.Settings, cluster.Settings, known) is { } cycle)
            {
                review.Reject(
                    SettingsPath.Root.Key("services").Key(cycle[0]).Key("calls"),
                    $"services call each other in a cycle: {string.Join(" → ", cycle)}",
                    "remove one of the calls, or write how often a request may pass through the same service as 'callDepth', such as 3"
                );
                return;
            }
        }
    }
}
