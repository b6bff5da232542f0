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
        if (expect.Cost is not null && !review.Settings.Pools.Values.Any(pool => pool.Price is not null))
        {
            review.Reject(at.Key("cost"), "no pool has a price", "write 'price', for a node and hour, at the pools");
        }

        foreach (var (name, service) in expect.Services)
        {
            var own = at.Key("services").Key(name);
            _ = review.Find(name, own);
            review.RejectNoPercentage(service.Availability, own.Key("availability"));
            review.RejectNoPercentage(service.Latency?.For, own.Key("latency").Key("for"));
        }
    }
}
