using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks how long a rehearsal lasts, and that nothing is beyond its end.</summary>
internal sealed class RehearsalTimeCheck : IRehearsalCheck
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    public void Check(RehearsalReview review)
    {
        var root = SettingsPath.Root;
        var settings = review.Settings;
        if (settings.Duration is { } duration && (duration < Shortest || duration > RehearsalPlanner.Longest))
        {
            review.Reject(root.Key("duration"), $"{Duration.Format(duration)} is out of range", "write a duration from 1m to 7d");
        }

        var end = settings.Duration ?? RehearsalPlanner.Longest;
        for (var i = 0; i < settings.Faults.Length; i++)
        {
            RejectBeyond(settings.Faults[i].At, root.Key("faults").Item(i).Key("at"), mayBeEnd: settings.Duration is null);
        }

        foreach (var (service, load) in settings.Load)
        {
            var rate = root.Key("load").Key(service).Key("rate");
            for (var i = 0; i < load.Rate.Length; i++)
            {
                RejectBeyond(load.Rate[i].At, rate.Item(i).Key("at"), mayBeEnd: true);
                if (i > 0 && load.Rate[i].At < load.Rate[i - 1].At)
                {
                    review.Reject(rate.Item(i).Key("at"), "it is before the time above it", "order the points by time");
                }
            }
        }

        void RejectBeyond(TimeSpan at, SettingsPath path, bool mayBeEnd)
        {
            if (at > end || (at == end && !mayBeEnd))
            {
                review.Reject(
                    path,
                    $"{Duration.Format(at)} is {(at == end ? "at" : "after")} the end of the rehearsal, {Duration.Format(end)}",
                    "write an earlier time, or a longer 'duration'"
                );
            }
        }
    }
}
