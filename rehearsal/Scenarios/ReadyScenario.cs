using Infra.Rehearsal.Plans;

namespace Infra.Rehearsal.Scenarios;

/// <summary>
/// A scenario that needs no file: it takes the pools, the services and the expectations of a plan, and what load the plan has, and replaces
/// the course of events.
/// </summary>
public sealed record ReadyScenario
{
    private static readonly TimeSpan Calm = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Outage = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Recovery = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan BetweenRollouts = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RollBack = TimeSpan.FromMinutes(12);
    private static readonly TimeSpan Maintenance = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Peak = TimeSpan.FromMinutes(45);

    private const string Stack = "stack";
    private const string Duration = "duration";

    private readonly Func<RehearsalPlan, RehearsalPlan> _apply;

    private ReadyScenario(string name, string description, bool needsLoad, Func<RehearsalPlan, RehearsalPlan> apply) =>
        (Name, Description, NeedsLoad, _apply) = (name, description, needsLoad, apply);

    /// <summary>All of them, in the order in which they are run.</summary>
    public static IReadOnlyList<ReadyScenario> All { get; } =
    [
        new("node-loss", "a node of each pool is lost for 15 minutes", false, LoseNodes),
        new("zone-loss", "each zone in turn is lost for 15 minutes", false, LoseZones),
        new("drain", "all nodes are drained, one after the other", false, DrainNodes),
        new("rollout", "every service is deployed again", false, plan => Deploy(plan, RolloutFailure.None)),
        new("bad-rollout", "every service is deployed in a version that never becomes ready", false, plan =>
            Deploy(plan, RolloutFailure.Readiness)
        ),
        new("peak", "the load rises at once from its lowest to its highest rate", true, RaiseLoad),
        new("day", "the load of a day: lowest at 2:00, highest at 14:00", true, PassADay),
    ];

    /// <summary>The name that selects it.</summary>
    public string Name { get; }

    /// <summary>What happens in it.</summary>
    public string Description { get; }

    /// <summary>Whether it answers nothing without load.</summary>
    public bool NeedsLoad { get; }

    /// <summary>Applies the scenario to a plan, whose own course of events is left out.</summary>
    public RehearsalPlan Apply(RehearsalPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var loads = NeedsLoad ? plan.Loads : [.. plan.Loads.Select(AtItsHighest)];
        var applied = _apply(plan with { Scenario = Name, Faults = [], Loads = loads });
        return applied with
        {
            Assumptions = [.. plan.Assumptions.Where(assumption => assumption is not { Subject: Stack, Name: Duration })],
        };
    }

    private static LoadPlan AtItsHighest(LoadPlan load) => load with { Rate = [new RatePoint(TimeSpan.Zero, Highest(load))] };

    private static double Highest(LoadPlan load) => load.Rate.Select(point => point.PerSecond).DefaultIfEmpty().Max();

    private static RehearsalPlan LoseNodes(RehearsalPlan plan) =>
        InTurn(plan, plan.Pools.Where(pool => pool.Initial > 0), (at, pool) => new NodeLoss(at, 1, pool.Name, Outage));

    private static RehearsalPlan LoseZones(RehearsalPlan plan) =>
        InTurn(plan, plan.Pools.SelectMany(pool => pool.Zones).Distinct(StringComparer.Ordinal), (at, zone) =>
            new ZoneLoss(at, zone, Outage)
        );

    private static RehearsalPlan InTurn<T>(RehearsalPlan plan, IEnumerable<T> targets, Func<TimeSpan, T, FaultPlan> create)
    {
        FaultPlan[] faults = [.. targets.Select((target, i) => create(Calm + i * (Outage + Recovery), target))];
        return plan with { Faults = faults, Duration = Calm + Math.Max(1, faults.Length) * (Outage + Recovery) };
    }

    private static RehearsalPlan DrainNodes(RehearsalPlan plan)
    {
        var at = Calm;
        var faults = new List<FaultPlan>();
        foreach (var pool in plan.Pools.Where(pool => pool.Max > 0))
        {
            // An autoscaler may have added nodes by then: those that exist are drained.
            faults.Add(new NodeDrain(at, pool.Max, pool.Name, Maintenance));
            at += pool.Max * Maintenance * 2;
        }

        return plan with
        {
            Faults = faults,
            Duration = at + Recovery,
        };
    }

    private static RehearsalPlan Deploy(RehearsalPlan plan, RolloutFailure failure)
    {
        var isBad = failure != RolloutFailure.None;
        var each = isBad ? RollBack + BetweenRollouts : BetweenRollouts;
        FaultPlan[] faults =
        [
            .. plan.Services.Select(
                (service, i) => new Rollout(Calm + i * each, service.Behaviour.Service, "rehearsed", failure, isBad ? RollBack : null)
            ),
        ];
        return plan with { Faults = faults, Duration = Calm + Math.Max(1, faults.Length) * each + Recovery };
    }

    private static RehearsalPlan RaiseLoad(RehearsalPlan plan) =>
        plan with
        {
            Loads = [.. plan.Loads.Select(load => load with { Rate = StepOf(load) })],
            Duration = Calm + Peak,
        };

    /// <summary>The highest rate that is given is the peak; a constant load rises from a third of it.</summary>
    private static IReadOnlyList<RatePoint> StepOf(LoadPlan load)
    {
        var (low, high) = LowAndHigh(load);
        return [new RatePoint(TimeSpan.Zero, low), new RatePoint(Calm, low), new RatePoint(Calm, high)];
    }

    private static (double Low, double High) LowAndHigh(LoadPlan load)
    {
        var high = Highest(load);
        var low = load.Rate.Select(point => point.PerSecond).DefaultIfEmpty().Min();
        return (low < high ? low : high / 3, high);
    }

    private static RehearsalPlan PassADay(RehearsalPlan plan) =>
        plan with
        {
            Loads = [.. plan.Loads.Select(load => load with { Rate = DayOf(load) })],
            Duration = TimeSpan.FromDays(1),
        };

    private static IReadOnlyList<RatePoint> DayOf(LoadPlan load)
    {
        const int PointsOfAnHour = 4;
        const double PeakHour = 14;
        var (low, high) = LowAndHigh(load);
        return
        [
            .. Enumerable
                .Range(0, 24 * PointsOfAnHour + 1)
                .Select(i => (Hours: (double)i / PointsOfAnHour, Phase: Math.Tau * ((double)i / PointsOfAnHour - PeakHour) / 24))
                .Select(at => new RatePoint(TimeSpan.FromHours(at.Hours), low + (high - low) * (1 + Math.Cos(at.Phase)) / 2)),
        ];
    }
}
