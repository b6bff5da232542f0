using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks the faults of a rehearsal.</summary>
internal sealed class RehearsalFaultCheck : IRehearsalCheck
{
    private const int MostFaults = 1000;

    public void Check(RehearsalReview review)
    {
        var at = SettingsPath.Root.Key("faults");
        if (review.Settings.Faults.Length > MostFaults)
        {
            review.Reject(at, $"there are more than {MostFaults} faults", "write fewer");
        }

        for (var i = 0; i < Math.Min(MostFaults, review.Settings.Faults.Length); i++)
        {
            Check(review, review.Settings.Faults[i], at.Item(i));
        }
    }

    private static void Check(RehearsalReview review, RehearsalFaultSettings fault, SettingsPath at)
    {
        bool[] kinds = [fault.Lose is not null, fault.Drain is not null, fault.Kill.Count > 0, fault.Deploy.Count > 0];
        if (kinds.Count(isSet => isSet) != 1)
        {
            review.Reject(
                at,
                kinds.Contains(true) ? "it is several faults" : "nothing happens",
                "write one of 'lose', 'drain', 'kill' and 'deploy' for each fault"
            );
        }

        if (fault.For is not null && fault is { Lose: null, Drain: null })
        {
            review.Reject(at.Key("for"), "only nodes and zones come back", "remove it; 'deploy' has 'rollBack'");
        }

        CheckTarget(review, fault.Lose, at.Key("lose"));
        CheckTarget(review, fault.Drain, at.Key("drain"));
        if (fault.Drain?.Zone is not null)
        {
            review.Reject(at.Key("drain"), "nodes are drained by their number", "write '2 nodes', or '2 nodes of <pool>'");
        }

        foreach (var (service, count) in fault.Kill)
        {
            _ = review.Find(service, at.Key("kill").Key(service));
            review.RejectBelow(1, count, at.Key("kill").Key(service), "2");
        }

        CheckDeployment(review, fault, at.Key("deploy"));
    }

    private static void CheckTarget(RehearsalReview review, FaultTarget? target, SettingsPath at)
    {
        if (target?.Zone is { } zone)
        {
            string[] zones =
            [
                .. review
                    .Clusters.SelectMany(cluster => RehearsalPoolPlanner.FindZones(review.Settings, cluster.Target))
                    .Distinct(StringComparer.Ordinal),
            ];
            if (!zones.Contains(zone, StringComparer.Ordinal))
            {
                review.Reject(at, $"no node is in the zone '{zone}'", Suggestion.For(zone, zones));
            }
        }

        if (target?.Pool is { } pool)
        {
            string[] pools =
            [
                .. review
                    .Clusters.SelectMany(cluster => RehearsalPoolPlanner.FindNames(review.Settings, cluster.Target))
                    .Distinct(StringComparer.Ordinal),
            ];
            if (!pools.Contains(pool, StringComparer.Ordinal))
            {
                review.Reject(at, $"there is no pool '{pool}'", Suggestion.For(pool, pools));
            }
        }
    }

    private static void CheckDeployment(RehearsalReview review, RehearsalFaultSettings fault, SettingsPath at)
    {
        if (fault.Deploy.Count == 0)
        {
            return;
        }

        if (!FaultPlanner.FindDeployed(fault).Any())
        {
            review.Reject(at, "it names no service", "write a service and the tag of its image, such as 'catalog: \"1.5.0\"'");
        }

        foreach (var (service, _) in FaultPlanner.FindDeployed(fault))
        {
            _ = review.Find(service, at.Key(service));
        }

        if (FaultPlanner.FindFailure(fault) is null)
        {
            review.Reject(
                at.Key(FaultPlanner.Fails),
                $"'{fault.Deploy[FaultPlanner.Fails]}' is not a failure",
                Suggestion.For(fault.Deploy[FaultPlanner.Fails], ScalarType.EnumNames(typeof(PlannedFailure)))
            );
        }

        if (fault.Deploy.TryGetValue(FaultPlanner.RollBack, out var after) && !Duration.TryParse(after, out _))
        {
            review.Reject(at.Key(FaultPlanner.RollBack), $"'{after}' is not a duration", "write it as 10m");
        }
    }
}
