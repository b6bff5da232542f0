using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks what must hold in a rehearsal.</summary>
internal sealed class ExpectationCheck : IRehearsalCheck
{
    public void Check(RehearsalReview review)
    {
        var at = SettingsPath.Root.Key("expect");
        var expect = review.Settings.Expect;
        review.RejectBelow(0, expect.Cost?.PerMonth, at.Key("cost").Key("perMonth"), "2500");
        string[] unpriced = expect.Cost is null ? [] : [.. FindUnpriced(review)];
        if (unpriced.Length > 0)
        {
            review.Reject(
                at.Key("cost"),
                $"the price of a node is not known of {string.Join(", ", unpriced)}",
                "write 'price', for a node and hour, at each pool"
            );
        }

        foreach (var (name, service) in expect.Services)
        {
            var own = at.Key("services").Key(name);
            var isWanted = service.DetectWithin is not null || service.Min is not null;
            if (review.Find(name, own) is { Plan.IsReplicated: false } subject && isWanted)
            {
                review.Reject(own, $"'{subject.Name}' has no number of replicas", "remove 'detectWithin' and 'min'");
            }

            review.RejectNoPercentage(service.Availability, own.Key("availability"));
            review.RejectNoPercentage(service.Latency?.For, own.Key("latency").Key("for"));
        }
    }

    private static IEnumerable<string> FindUnpriced(RehearsalReview review) =>
        review
            .Clusters.SelectMany(cluster => RehearsalPoolPlanner.FindNames(review.Settings, cluster.Target))
            .Distinct(StringComparer.Ordinal)
            .Where(pool => review.Settings.Pools.GetValueOrDefault(pool)?.Price is null)
            .Select(pool => $"'{pool}'");
}
