using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>The sizes that a rehearsal can say something about, and how low they may go.</summary>
public sealed record SizeBasis
{
    private const string Cpu = "cpu per request";
    private const string Memory = "memory without requests";

    /// <summary>The present sizes that may change.</summary>
    public required IReadOnlyList<Size> Sizes { get; init; }

    /// <summary>The fewest pods of each service that its fault tolerance asks for; a service that is missing keeps its number.</summary>
    public IReadOnlyDictionary<string, double> FewestPods { get; init; } = new Dictionary<string, double>();

    /// <summary>Which sizes stay as they are, and why.</summary>
    public IReadOnlyList<string> Kept { get; init; } = [];

    /// <summary>
    /// Leaves out sizes that the rehearsal knows nothing about: those of services without requests, and those whose use is assumed, not
    /// declared or measured.
    /// </summary>
    public static SizeBasis Of(IReadOnlyList<Size> present, RehearsalPlan plan)
    {
        ArgumentNullException.ThrowIfNull(present);
        ArgumentNullException.ThrowIfNull(plan);
        var loaded = FindLoaded(plan);
        var kept = new List<string>();
        var sizes = new List<Size>();
        foreach (var service in present.GroupBy(size => size.Service, StringComparer.Ordinal))
        {
            var isCpuKnown = IsKnown(plan, service.Key, Cpu);
            if (!loaded.Contains(service.Key))
            {
                kept.Add($"{service.Key}: it receives no requests in this scenario");
                continue;
            }

            if (!isCpuKnown)
            {
                kept.Add($"{service.Key}, pods and cpu: what a request costs is assumed; write services.{service.Key}.cpu in the scenario");
            }

            var isMemoryKnown = IsKnown(plan, service.Key, Memory);
            if (!isMemoryKnown)
            {
                kept.Add($"{service.Key}, memory: its use is assumed; write services.{service.Key}.memory in the scenario");
            }

            sizes.AddRange(service.Where(size => size.Kind is SizeKind.MemoryRequest or SizeKind.MemoryLimit ? isMemoryKnown : isCpuKnown));
        }

        return new SizeBasis { Sizes = sizes, Kept = kept };
    }

    private static bool IsKnown(RehearsalPlan plan, string service, string name) =>
        plan.Assumptions.Any(assumption =>
            assumption.Subject == service && assumption.Name == name && assumption.Origin != AssumptionOrigin.Default
        );

    /// <summary>The services that receive requests, from outside or from others that do.</summary>
    private static HashSet<string> FindLoaded(RehearsalPlan plan)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var next = new Queue<string>(plan.Loads.Where(load => LoadScaling.HasLoad(plan, load.Service)).Select(load => load.Service));
        var calls = plan.Services.ToLookup(
            service => service.Behaviour.Service,
            service => service.Behaviour.Calls,
            StringComparer.Ordinal
        );
        while (next.TryDequeue(out var service))
        {
            if (found.Add(service))
            {
                foreach (var call in calls[service].SelectMany(called => called))
                {
                    next.Enqueue(call.Service);
                }
            }
        }

        return found;
    }
}
