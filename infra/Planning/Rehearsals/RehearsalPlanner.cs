using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Rehearsals;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Resolves a rehearsal for one of the stack's clusters.</summary>
internal static class RehearsalPlanner
{
    /// <summary>The name of a rehearsal without a file.</summary>
    public const string WithoutFile = "";

    /// <summary>The longest rehearsal.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AfterLast = TimeSpan.FromMinutes(15);

    /// <summary>Plans a rehearsal.</summary>
    /// <param name="name">The scenario's name; empty for none.</param>
    /// <param name="settings">The scenario.</param>
    /// <param name="recorded">The recorded loads that it names, by service.</param>
    /// <param name="cluster">The plan of the cluster.</param>
    /// <param name="notes">Receives where the values come from.</param>
    public static PlannedRehearsal Plan(
        string name,
        RehearsalSettings settings,
        IReadOnlyDictionary<string, ImmutableArray<RatePointSettings>> recorded,
        ClusterPlan cluster,
        RehearsalNotes notes
    )
    {
        var subjects = RehearsalSubject.Find(cluster);
        var duration = FindDuration(settings, recorded);
        notes.Note("stack", "duration", Duration.Format(duration), SettingsPath.Root.Key("duration"));
        return new PlannedRehearsal
        {
            Scenario = name,
            Duration = duration,
            Seed = settings.Seed,
            CallDepth = settings.CallDepth ?? FindDepth(settings, cluster, subjects, notes),
            Pools = new RehearsalPoolPlanner(settings, cluster.Target, notes).Plan(),
            Services = new BehaviourPlanner(settings, cluster.Settings, subjects, notes).Plan(),
            Loads = new LoadPlanner(settings, subjects, recorded, notes).Plan(duration),
            Faults = FaultPlanner.Plan(settings),
            Expectations = new ExpectationPlanner(settings, subjects, notes).Plan(),
            Assumptions = notes.Assumptions,
        };
    }

    /// <summary>A stack whose services call each other in a cycle can be rehearsed without a file that says how deep requests go.</summary>
    private static int? FindDepth(
        RehearsalSettings settings,
        ClusterPlan cluster,
        ImmutableArray<RehearsalSubject> subjects,
        RehearsalNotes notes
    )
    {
        var known = RehearsalSubject.FindCalled(subjects);
        if (CallCycles.Find(settings, cluster.Settings, known) is not { } cycle)
        {
            return null;
        }

        notes.Note("stack", "call depth", "1", SettingsPath.Root.Key("callDepth"), null, $"the cycle {string.Join(" → ", cycle)}");
        return 1;
    }

    /// <summary>How long it lasts.</summary>
    public static TimeSpan FindDuration(RehearsalSettings settings, IReadOnlyDictionary<string, ImmutableArray<RatePointSettings>> recorded)
    {
        if (settings.Duration is { } duration)
        {
            return duration;
        }

        var last = settings
            .Load.SelectMany(load => recorded.GetValueOrDefault(load.Key, load.Value.Rate).Select(point => point.At))
            .Concat(settings.Load.Values.Select(load => load.Wave?.Period ?? TimeSpan.Zero))
            .Concat(settings.Faults.Select(fault => fault.At + (fault.For ?? TimeSpan.Zero)))
            .DefaultIfEmpty()
            .Max();
        return last + AfterLast < Shortest ? Shortest
            : last + AfterLast > Longest ? Longest
            : last + AfterLast;
    }
}
