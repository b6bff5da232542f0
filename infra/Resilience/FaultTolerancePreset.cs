using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Resilience;

/// <summary>What a degree of fault tolerance means for services that do not say otherwise.</summary>
/// <param name="Replicas">Pods of a service, or the fewest of a scaled one.</param>
/// <param name="DetectWithin">Until a failed pod gets no more requests.</param>
/// <param name="Drain">How long a pod that is ending still answers, while proxies learn that it is gone.</param>
/// <param name="AcrossZones">Over zones, so that one may be lost.</param>
/// <param name="AcrossNodes">Over nodes, so that one may be lost.</param>
/// <param name="Retries">How often the load balancer tries a request again on another pod.</param>
/// <param name="Priority">How early what runs for ever gets its place, of 0 for what says nothing; null for no earlier.</param>
internal sealed record FaultTolerancePreset(int Replicas, TimeSpan DetectWithin, TimeSpan Drain, Spreading AcrossZones, Spreading AcrossNodes, int Retries, int? Priority)
{
    private string Name { get; init; } = "";

    /// <summary>The priority of what runs for ever and says none, one of <see cref="PrioritiesOf"/>; null for none.</summary>
    public string? PriorityName => Priority is null ? null : Name;

    public static FaultTolerancePreset Of(FaultTolerance degree) => ValuesOf(degree) with { Name = ScalarType.Word(degree.ToString()) };

    /// <summary>The priorities of a stack by name: those it declares, and that of its fault tolerance where it declares none of that name.</summary>
    public static IReadOnlyDictionary<string, PrioritySettings> PrioritiesOf(StackSettings settings)
    {
        var priorities = new OrderedDictionary<string, PrioritySettings>(settings.Priorities, StringComparer.Ordinal);
        if (Of(settings.FaultTolerance) is { Priority: { } value, Name: var name })
        {
            priorities.TryAdd(name, new PrioritySettings { Value = value });
        }

        return priorities;
    }

    private static FaultTolerancePreset ValuesOf(FaultTolerance degree) => degree switch
    {
        FaultTolerance.Development => new(1, TimeSpan.FromSeconds(30), TimeSpan.Zero, Spreading.Preferred, Spreading.Preferred, 1, null),
        FaultTolerance.Standard => new(2, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5), Spreading.Preferred, Spreading.Preferred, 2, 1_000),
        FaultTolerance.Critical => new(3, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), Spreading.Required, Spreading.Preferred, 3, 100_000),
        _ => throw new ArgumentOutOfRangeException(nameof(degree), degree, "This degree of fault tolerance has no preset."),
    };
}
