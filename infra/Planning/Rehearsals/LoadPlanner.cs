using System.Collections.Immutable;
using System.Globalization;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Plans the load of a rehearsal, with all profiles as rates at times.</summary>
internal sealed class LoadPlanner(
    RehearsalSettings settings,
    ImmutableArray<RehearsalSubject> subjects,
    IReadOnlyDictionary<string, ImmutableArray<RatePointSettings>> recorded,
    RehearsalNotes notes
)
{
    /// <summary>The points of a wave: between two of them it is as good as straight.</summary>
    private const int PointsOfWave = 96;

    private static readonly SettingsPath Load = SettingsPath.Root.Key("load");

    public IReadOnlyList<PlannedLoad> Plan(TimeSpan duration) => [.. settings.Load.Select(load => Plan(load.Key, load.Value, duration))];

    private PlannedLoad Plan(string service, LoadSettings load, TimeSpan duration)
    {
        var at = Load.Key(service).Key("clients");
        var route = subjects.FirstOrDefault(subject => subject.Name == service)?.Plan.Traffic?.Timeout;
        var timeout = load.Clients.Timeout ?? route ?? BehaviourPlanner.DefaultTimeout;
        var retries = load.Clients.Retries ?? 0;
        notes.Note(
            service,
            "timeout of clients",
            Duration.Format(timeout),
            at.Key("timeout"),
            route is null ? null : SettingsPath.Root.Key("services").Key(service).Key("traffic").Key("timeout")
        );
        if (
            subjects.FirstOrDefault(subject => subject.Name == service)?.Plan.Traffic is
            { IsReachedByHaproxy: true, Retries: > 0 and var repeated }
        )
        {
            notes.Note(
                service,
                "retries of HAProxy",
                "none",
                at.Key("retries"),
                null,
                $"a rehearsal leaves out its {repeated}, so that requests to pods that do not answer fail more often than they would"
            );
        }

        notes.Note(service, "retries of clients", retries.ToString(CultureInfo.InvariantCulture), at.Key("retries"));
        return new PlannedLoad(
            service,
            FindRates(service, load, duration),
            new PlannedClient(timeout, retries, load.Clients.BackOff ?? TimeSpan.Zero)
        );
    }

    private IReadOnlyList<PlannedRate> FindRates(string service, LoadSettings load, TimeSpan duration) =>
        load.Rps is { } constant ? [new PlannedRate(TimeSpan.Zero, constant)]
        : load.Wave is { } wave ? [.. PointsOf(wave, duration)]
        : [.. recorded.GetValueOrDefault(service, load.Rate).Select(point => new PlannedRate(point.At, point.Rps))];

    private static IEnumerable<PlannedRate> PointsOf(WaveSettings wave, TimeSpan duration)
    {
        var step = wave.Period / PointsOfWave;
        var peak = wave.PeakAt ?? wave.Period / 2;
        for (var at = TimeSpan.Zero; at <= duration; at += step)
        {
            var phase = Math.Tau * ((at - peak) / wave.Period);
            yield return new PlannedRate(at, wave.Low + (wave.High - wave.Low) * (1 + Math.Cos(phase)) / 2);
        }
    }
}
