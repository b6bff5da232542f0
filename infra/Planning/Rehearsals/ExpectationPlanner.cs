using System.Collections.Immutable;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Kubernetes;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Plans what must hold: what the scenario says, and else the catalogue's objectives, detection times and budgets.</summary>
internal sealed class ExpectationPlanner(RehearsalSettings settings, ImmutableArray<RehearsalSubject> subjects, RehearsalNotes notes)
{
    private static readonly SettingsPath Expect = SettingsPath.Root.Key("expect");
    private static readonly SettingsPath Services = SettingsPath.Root.Key("services");

    public IReadOnlyList<PlannedExpectation> Plan() =>
        [
            .. subjects.Where(subject => subject.Plan.IsLongRunning).SelectMany(Plan),
            new PlannedPending(settings.Expect.Pending, notes.FindInScenario(Expect.Key("pending")) ?? "default of rehearsals"),
            .. settings.Expect.Cost is { } cost
                ? [new PlannedCost(cost.PerMonth, notes.FindInScenario(Expect.Key("cost")) ?? "")]
                : (PlannedExpectation[])[],
        ];

    private IEnumerable<PlannedExpectation> Plan(RehearsalSubject subject)
    {
        var (name, plan) = (subject.Name, subject.Plan);
        var own = settings.Expect.Services.GetValueOrDefault(name) ?? new ServiceExpectationSettings();
        if ((own.Availability ?? plan.Objective?.Availability) is { } availability)
        {
            yield return new PlannedAvailability(name, availability, Source(name, "availability", "slo", "availability"));
        }

        if ((own.Latency ?? plan.Objective?.Latency) is { } latency)
        {
            yield return new PlannedLatency(name, latency.Under, latency.For, Source(name, "latency", "slo", "latency"));
        }

        if (!plan.IsReplicated)
        {
            yield break;
        }

        if (plan is { Health: not null, Traffic: not null } || own.DetectWithin is not null)
        {
            yield return new PlannedDetection(
                name,
                own.DetectWithin ?? plan.DetectWithin,
                Source(name, "detectWithin", "health", "detectWithin")
            );
        }

        if ((own.Min ?? CountAvailable(plan)) is > 0 and var min)
        {
            yield return new PlannedMinimum(name, min, Source(name, "min", "disruptionBudget"));
        }
    }

    /// <summary>The pods that the disruption budget keeps available of the fewest pods, rounded as its controller does.</summary>
    private static int CountAvailable(ServicePlan plan) =>
        plan switch
        {
            { HasDisruptionBudget: false } => 0,
            { Disruption.MinAvailable: { } available } => Math.Min(plan.MinimumPods, Scale(available, plan.MinimumPods)),
            _ => plan.MinimumPods - Scale(plan.Disruption.MaxUnavailable ?? new IntOrPercent(1), plan.MinimumPods),
        };

    private static int Scale(IntOrPercent amount, int pods) => amount.ResolveUp(pods);

    private string Source(string service, string expectation, params ReadOnlySpan<string> setting)
    {
        var inStack = Services.Key(service);
        foreach (var key in setting)
        {
            inStack = inStack.Key(key);
        }

        return notes.FindInScenario(Expect.Key("services").Key(service).Key(expectation))
            ?? notes.FindInStack(inStack)
            ?? "the stack's fault tolerance";
    }
}
