using Infra.Rehearsal.Plans;

namespace Infra.Rehearsal.Questions;

/// <summary>The load of a plan, multiplied by a factor.</summary>
public static class LoadScaling
{
    /// <summary>Whether a plan has load on a service.</summary>
    public static bool HasLoad(RehearsalPlan plan, string service) => FindHighestRate(plan, service) > 0;

    /// <summary>Whether the load of a plan changes over time or something breaks in it.</summary>
    public static bool HasCourse(RehearsalPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Faults.Count > 0 || plan.Loads.Any(load => load.Rate.Select(point => point.PerSecond).Distinct().Skip(1).Any());
    }

    /// <summary>Multiplies the load on a service; that on others stays.</summary>
    public static RehearsalPlan Scale(RehearsalPlan plan, string service, double factor)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan with { Loads = [.. plan.Loads.Select(load => load.Service == service ? Scale(load, factor) : load)] };
    }

    /// <summary>The highest rate on a service until the plan's end; 0 without load.</summary>
    public static double FindHighestRate(RehearsalPlan plan, string service)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan
            .Loads.Where(load => load.Service == service)
            .SelectMany(load =>
                load.Rate.Where(point => point.At <= plan.Duration).Select(point => point.PerSecond).Append(load.RateAt(plan.Duration))
            )
            .DefaultIfEmpty()
            .Max();
    }

    private static LoadPlan Scale(LoadPlan load, double factor) =>
        load with
        {
            Rate = [.. load.Rate.Select(point => point with { PerSecond = point.PerSecond * factor })],
        };
}
