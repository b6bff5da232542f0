using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Backend.Planning;

/// <summary>The scheduled minimums of an autoscaler.</summary>
/// <param name="Minimums">The minimums by name.</param>
/// <param name="Image">The image with kubectl that sets them.</param>
internal sealed record ScheduledMinimums(IReadOnlyDictionary<string, ScheduledMinimumSettings> Minimums, ImageReference Image)
{
    /// <summary>The resources of a pod that sets a minimum.</summary>
    public static SizeSettings PodResources { get; } =
        new()
        {
            Requests = new ResourceAmounts { Cpu = Quantity.FromMilli(10), Memory = Quantity.Parse("64Mi") },
            Limits = new ResourceAmounts { Memory = Quantity.Parse("128Mi") },
        };

    /// <summary>Resolves the schedule of an autoscaler; null if it has none.</summary>
    public static ScheduledMinimums? Create(ScalingSettings? scaling, ImageDefaults images) =>
        scaling is { Schedule.Count: > 0 } ? new ScheduledMinimums(scaling.Schedule, images.Kubectl.Resolve(images)) : null;
}
