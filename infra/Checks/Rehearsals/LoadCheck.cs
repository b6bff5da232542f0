using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks the load of a rehearsal.</summary>
internal sealed class LoadCheck : IRehearsalCheck
{
    private static readonly TimeSpan ShortestWave = TimeSpan.FromMinutes(10);

    public void Check(RehearsalReview review)
    {
        foreach (var (service, load) in review.Settings.Load)
        {
            var at = SettingsPath.Root.Key("load").Key(service);
            CheckService(review, service, at);
            CheckRates(review, load, at);
        }
    }

    private static void CheckService(RehearsalReview review, string service, SettingsPath at)
    {
        if (review.Find(service, at, subject => subject.IsExposed) is { IsExposed: false })
        {
            var exposed = review.Subjects.Where(subject => subject.IsExposed).Select(subject => $"'{subject.Name}'").ToArray();
            review.Reject(
                at,
                $"the service '{service}' is not exposed, so that no load reaches it from outside",
                exposed.Length == 0
                    ? "expose it with 'traffic: {expose: loadBalancer}' or 'hosts'"
                    : $"write the load of an exposed service that calls it ({string.Join(", ", exposed)}), or expose it"
            );
        }
    }

    private static void CheckRates(RehearsalReview review, LoadSettings load, SettingsPath at)
    {
        bool[] profiles = [load.Rps is not null, !load.Rate.IsEmpty, load.Wave is not null, load.File is not null];
        if (profiles.Count(isSet => isSet) != 1)
        {
            review.Reject(
                at,
                profiles.Contains(true) ? "the load is given twice" : "there is no load",
                "write one of 'rps', 'rate', 'wave' and 'file'"
            );
        }

        review.RejectBelow(0, load.Rps, at.Key("rps"), "40");
        review.RejectNoTime(load.Clients.Timeout, at.Key("clients").Key("timeout"));
        for (var i = 0; i < load.Rate.Length; i++)
        {
            review.RejectBelow(0, load.Rate[i].Rps, at.Key("rate").Item(i).Key("rps"), "40");
        }

        if (load.Wave is { } wave)
        {
            review.RejectBelow(0, wave.Low, at.Key("wave").Key("low"), "50");
            review.RejectBelow(0, wave.High, at.Key("wave").Key("high"), "400");
            if (wave.Low > wave.High)
            {
                review.Reject(at.Key("wave").Key("low"), $"{wave.Low} is more than 'high', {wave.High}", "exchange them");
            }

            if (wave.Period < ShortestWave)
            {
                review.Reject(at.Key("wave").Key("period"), "it is too short", "write a duration from 10m");
            }
        }
    }
}
