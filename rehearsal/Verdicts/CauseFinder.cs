using System.Globalization;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Verdicts;

/// <summary>
/// Finds the bottleneck of a service: in the service itself and in all that it calls, the one under the most stress in the windows in
/// which the expectation failed. Of two under the same stress the called one is the cause, since its callers wait for it.
/// </summary>
internal sealed class CauseFinder(Observations observations)
{
    /// <summary>The use of its cores at which a service counts as busy.</summary>
    private const double Busy = 0.85;

    /// <summary>The use of its cores at which remedies aim.</summary>
    private const double Healthy = 0.7;

    private const double Noticeable = 0.05;
    private const int MostCauses = 3;

    private readonly Dictionary<string, ServiceObservation> _services = observations.Services.ToDictionary(
        service => service.Behaviour.Service,
        StringComparer.Ordinal
    );

    /// <summary>
    /// Finds the causes of a service's failure in some windows, each window for itself: what happens later is not the cause of what failed
    /// before. Null if no stress is visible.
    /// </summary>
    public CauseSummary? Summarize(string service, IReadOnlyCollection<Period> periods)
    {
        var causes = periods
            .OrderBy(period => period.From)
            .Select(period => (period.From, Cause: Find(service, [period])))
            .Where(one => one.Cause is not null)
            .GroupBy(one => (one.Cause!.Service, one.Cause.Type))
            .Select(group => (group.First().From, Cause: group.MaxBy(one => one.Cause!.Weight).Cause!))
            .ToList();
        var described = causes
            .Take(MostCauses)
            .Select(one => causes.Count == 1 ? one.Cause.Text : $"from {Figures.At(one.From)} {one.Cause.Text}");
        return causes.Count == 0
            ? null
            : new CauseSummary(
                string.Join("; ", described),
                causes.Select(one => one.Cause.Remedy).FirstOrDefault(remedy => remedy is not null)
            );
    }

    /// <summary>Finds the cause of a service's failure in some windows; null if no stress is visible.</summary>
    public Cause? Find(string service, IReadOnlyCollection<Period> periods) =>
        List(service)
            .Select(one => (Cause: Find(one.Service, one.Depth, periods), one.Depth))
            .Where(one => one.Cause is not null)
            .OrderByDescending(one => one.Cause!.Weight)
            .ThenByDescending(one => one.Depth)
            .Select(one => one.Cause)
            .FirstOrDefault();

    /// <summary>The service and all that it calls, each once, with the number of calls between.</summary>
    private List<(ServiceObservation Service, int Depth)> List(string service)
    {
        var found = new List<(ServiceObservation, int)>();
        var known = new HashSet<string>(StringComparer.Ordinal) { service };
        var queue = new Queue<(string Name, int Depth)>([(service, 0)]);
        while (queue.TryDequeue(out var next))
        {
            if (!_services.TryGetValue(next.Name, out var observed))
            {
                continue;
            }

            found.Add((observed, next.Depth));
            foreach (var call in observed.Behaviour.Calls.Where(call => known.Add(call.Service)))
            {
                queue.Enqueue((call.Service, next.Depth + 1));
            }
        }

        return found;
    }

    private static Cause? Find(ServiceObservation service, int depth, IReadOnlyCollection<Period> periods)
    {
        var windows = service.Windows.Where(window => periods.Any(period => Overlap(period, window.Period))).ToList();
        if (windows.Count == 0)
        {
            return null;
        }

        var worst = windows.MaxBy(GetUse)!;
        return FindLoss(service, windows)
            ?? FindFaulty(service, windows)
            ?? FindOutage(service, windows)
            ?? FindLoad(service, worst, depth);
    }

    private static Cause? FindLoss(ServiceObservation service, List<ServiceWindow> windows)
    {
        var window = windows.MaxBy(one => one.Lost)!;
        if (window.Lost < Noticeable || service.LongestDetection is not { } detection)
        {
            return null;
        }

        var name = service.Behaviour.Service;
        var time = Figures.Duration(detection.Undetected.Until - detection.Undetected.From);
        return new Cause(
            name,
            $"{name} has pods on lost nodes, which receive requests for {time} until that is noticed",
            null,
            2,
            CauseType.Loss
        );
    }

    private static Cause? FindFaulty(ServiceObservation service, List<ServiceWindow> windows)
    {
        var window = windows.MaxBy(one => one.Faulty)!;
        var name = service.Behaviour.Service;
        return window.Faulty < Noticeable
            ? null
            : new Cause(name, $"pods of the deployed version of {name} answer with errors", null, 3, CauseType.Version);
    }

    /// <summary>Without a ready pod a service uses nothing, while its callers wait and look busy.</summary>
    private static Cause? FindOutage(ServiceObservation service, List<ServiceWindow> windows)
    {
        var window = windows.MinBy(one => (one.LeastReady ?? one.Ready, one.Ready))!;
        if ((window.LeastReady ?? window.Ready) > 0 || window.Desired <= 0)
        {
            return null;
        }

        var text = window.Ready < 0.5 ? DescribePods(service, window) : $"{service.Behaviour.Service} has no ready pod for a time";
        return new Cause(service.Behaviour.Service, text, Advise(service, window, false, false, false), 4, CauseType.Outage);
    }

    private static Cause? FindLoad(ServiceObservation service, ServiceWindow window, int depth)
    {
        var (name, use) = (service.Behaviour.Service, GetUse(window));
        var slots = window.Slots > 0 ? window.InProgress / window.Slots : 0;
        var isBusy = use >= Busy;
        var isFull = slots >= Busy;
        var isThrottled = window.Throttled >= Noticeable;
        var isShort = window.Ready < window.Desired - 0.5;
        if (!isBusy && !isFull && !isThrottled && !isShort && window.Waiting < 1)
        {
            return null;
        }

        var parts = new List<string> { DescribePods(service, window) };
        if (isBusy || (!isFull && !isThrottled))
        {
            parts.Add($"cpu {Figures.Percent(use)}");
        }

        if (isThrottled)
        {
            parts.Add($"stopped by its CPU limit {Figures.Percent(window.Throttled)} of the time");
        }

        if (isFull && !isBusy)
        {
            parts.Add($"all {service.Behaviour.Concurrency} requests of each pod in progress");
        }

        var weight =
            Math.Max(use, slots)
            + (
                isBusy || isFull ? 1
                : isThrottled ? 0.5
                : 0
            )
            + depth * 1e-6;
        return new Cause(name, string.Join(", ", parts), Advise(service, window, isBusy, isFull, isThrottled), weight, CauseType.Load);
    }

    private static string DescribePods(ServiceObservation service, ServiceWindow window)
    {
        var name = service.Behaviour.Service;
        if (window.Pending >= Noticeable)
        {
            return $"{name} has {Round(window.Ready)} of {Round(window.Desired)} pods, others wait for a node ({window.PendingReason})";
        }

        if (window.IsAtMaximum && service.Max is { } max && window.Ready >= 0.5)
        {
            return $"{name} at its maximum of {Round(max)}";
        }

        return window.Ready < window.Desired - 0.5
            ? $"{name} has {Round(window.Ready)} of {Round(window.Desired)} pods ready"
            : $"{name} has {Round(window.Ready)} {(Math.Round(window.Ready) == 1 ? "pod" : "pods")}";
    }

    private static string? Advise(ServiceObservation service, ServiceWindow window, bool isBusy, bool isFull, bool isThrottled)
    {
        var name = service.Behaviour.Service;
        if (window.Pending >= Noticeable)
        {
            return "more nodes: raise the maximum of a pool on which its pods fit";
        }

        if (isBusy && window is { Ready: > 0, Capacity: > 0 } && CountNeeded(service, window) is var needed && needed > window.Ready)
        {
            return window.IsAtMaximum && service.Max is not null ? $"services.{name}.scaling.max: about {needed} would hold"
                : service.Max is null ? $"services.{name}.replicas: about {needed} would hold"
                : $"services.{name}.scaling.min: about {needed} would hold until new pods are ready";
        }

        return isThrottled ? $"raise the CPU limit of {name}, or remove it"
            : isFull ? $"raise the concurrency of {name}, or its number of pods"
            : null;
    }

    /// <summary>The pods that would use 70 % of their cores for all attempts of the window, and those that waited.</summary>
    private static int CountNeeded(ServiceObservation service, ServiceWindow window)
    {
        var perPod = window.Capacity / window.Ready;
        var seconds = (window.Period.Until - window.Period.From).TotalSeconds;
        var demand = window.Attempts / seconds * service.Behaviour.Cpu.TotalSeconds;
        return (int)Math.Ceiling(Math.Max(demand, window.Cpu) / (perPod * Healthy));
    }

    private static double GetUse(ServiceWindow window) => window.Capacity > 0 ? Math.Min(1, window.Cpu / window.Capacity) : 0;

    private static bool Overlap(Period a, Period b) => a.From < b.Until && b.From < a.Until;

    private static string Round(double number) => Math.Round(number).ToString(CultureInfo.InvariantCulture);
}
