using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Planning;

/// <summary>The defaults that follow from a stack's fault tolerance.</summary>
internal sealed record FaultTolerancePreset
{
    /// <summary>Replicas of a service, or the minimum replicas of an autoscaled one.</summary>
    public required int Replicas { get; init; }

    /// <summary>The longest time until a failed pod receives no more requests.</summary>
    public required TimeSpan DetectWithin { get; init; }

    /// <summary>How long a terminating pod keeps answering while proxies remove it from their endpoints.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Spreading over zones.</summary>
    public required Spreading Zones { get; init; }

    /// <summary>Spreading over nodes.</summary>
    public required Spreading Nodes { get; init; }

    /// <summary>How often the load balancer retries a request on another pod.</summary>
    public required int Retries { get; init; }

    /// <summary>The priority of long-running services; null for Kubernetes' default of 0.</summary>
    public int? Priority { get; init; }

    private string Name { get; init; } = "";

    /// <summary>The name in <see cref="Priorities"/> of the priority of long-running services; null if they have none.</summary>
    public string? PriorityName => Priority is null ? null : Name;

    /// <summary>The preset of a degree of fault tolerance.</summary>
    public static FaultTolerancePreset For(FaultTolerance degree) => Values(degree) with { Name = ScalarType.EnumName(degree.ToString()) };

    /// <summary>A stack's priorities by name: those it declares, and its fault tolerance's unless it declares one of that name.</summary>
    public static IReadOnlyDictionary<string, PrioritySettings> Priorities(StackSettings settings)
    {
        var priorities = new OrderedDictionary<string, PrioritySettings>(settings.Priorities, StringComparer.Ordinal);
        if (For(settings.FaultTolerance) is { Priority: { } value, Name: var name })
        {
            priorities.TryAdd(name, new PrioritySettings { Value = value });
        }

        return priorities;
    }

    private static FaultTolerancePreset Values(FaultTolerance degree) =>
        degree switch
        {
            FaultTolerance.Development => new()
            {
                Replicas = 1,
                DetectWithin = TimeSpan.FromSeconds(30),
                Drain = TimeSpan.Zero,
                Zones = Spreading.Preferred,
                Nodes = Spreading.Preferred,
                Retries = 1,
            },
            FaultTolerance.Standard => new()
            {
                Replicas = 2,
                DetectWithin = TimeSpan.FromSeconds(15),
                Drain = TimeSpan.FromSeconds(5),
                Zones = Spreading.Preferred,
                Nodes = Spreading.Preferred,
                Retries = 2,
                Priority = 1_000,
            },
            FaultTolerance.Critical => new()
            {
                Replicas = 3,
                DetectWithin = TimeSpan.FromSeconds(10),
                Drain = TimeSpan.FromSeconds(10),
                Zones = Spreading.Required,
                Nodes = Spreading.Preferred,
                Retries = 3,
                Priority = 100_000,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(degree), degree, "This degree of fault tolerance has no preset."),
        };
}
