using Infra.Settings;

namespace Infra.Resilience;

/// <summary>What a degree of fault tolerance means for services that do not say otherwise.</summary>
/// <param name="Replicas">Pods of a service, or the fewest of a scaled one.</param>
/// <param name="DetectWithin">Until a failed pod gets no more requests.</param>
/// <param name="Drain">How long a pod that is ending still answers, while proxies learn that it is gone.</param>
/// <param name="AcrossZones">Over zones, so that one may be lost.</param>
/// <param name="AcrossNodes">Over nodes, so that one may be lost.</param>
/// <param name="Retries">How often the load balancer tries a request again on another pod.</param>
internal sealed record FaultTolerancePreset(int Replicas, TimeSpan DetectWithin, TimeSpan Drain, Spreading AcrossZones, Spreading AcrossNodes, int Retries)
{
    public static FaultTolerancePreset Of(FaultTolerance degree) => degree switch
    {
        FaultTolerance.Development => new(1, TimeSpan.FromSeconds(30), TimeSpan.Zero, Spreading.Preferred, Spreading.Preferred, 1),
        FaultTolerance.Standard => new(2, TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(5), Spreading.Preferred, Spreading.Preferred, 2),
        FaultTolerance.Critical => new(3, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), Spreading.Required, Spreading.Preferred, 3),
        _ => throw new ArgumentOutOfRangeException(nameof(degree), degree, "This degree of fault tolerance has no preset."),
    };
}
