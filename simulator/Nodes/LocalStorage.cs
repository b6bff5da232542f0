using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Nodes;

/// <summary>
/// The local storage that a pod uses, by its settings: <c>ephemeral-storage</c> for the writable layer and logs of each container, and
/// <c>volume.NAME</c> for an <c>emptyDir</c>.
/// </summary>
internal static class LocalStorage
{
    private const string Resource = "ephemeral-storage";

    /// <summary>The interval at which kubelet measures.</summary>
    public static readonly TimeSpan MonitoringInterval = TimeSpan.FromSeconds(10);

    /// <summary>Why the pod is to be evicted; null if it stays within its limits.</summary>
    public static string? FindExcess(Pod pod, BehaviourSettings settings)
    {
        var volumes = pod
            .Source.Spec.Objects("volumes")
            .Where(volume => volume.ContainsKey("emptyDir"))
            .Select(volume => (Volume: volume, Used: GetUsage(settings, $"volume.{volume.Text("name")}")))
            .ToList();
        foreach (var (volume, used) in volumes)
        {
            if (Quantity.FromJson(volume.Node("emptyDir", "sizeLimit")) is { Sign: > 0 } limit && used > limit)
            {
                return $"Usage of EmptyDir volume \"{volume.Text("name")}\" exceeds the limit \"{limit}\". ";
            }
        }

        var containers = pod.Containers.Select(container => (Container: container, Used: GetUsage(container, settings))).ToList();
        var limits = containers.Select(one => one.Container.Node("resources", "limits", Resource)).OfType<JsonNode>().ToList();
        var total = limits.Aggregate(Quantity.Zero, (sum, limit) => sum + Quantity.FromJson(limit));
        var onDisk = volumes.Where(one => one.Volume.Text("emptyDir", "medium") is not { Length: > 0 }).Select(one => one.Used);
        var usage = containers.Select(one => one.Used).Concat(onDisk).Aggregate(Quantity.Zero, (sum, used) => sum + used);
        if (limits.Count > 0 && usage > total)
        {
            return $"Pod ephemeral local storage usage exceeds the total limit of containers {total}. ";
        }

        foreach (var (container, used) in containers)
        {
            if (Quantity.FromJson(container.Node("resources", "limits", Resource)) is { Sign: > 0 } limit && used > limit)
            {
                return $"Container {container.Text("name")} exceeded its local ephemeral storage limit \"{limit}\". ";
            }
        }

        return null;
    }

    private static Quantity GetUsage(JsonObject container, BehaviourSettings settings) =>
        settings.ReadQuantity(Resource, settings.Find(Resource, container.Text("name") ?? "")) ?? Quantity.Zero;

    private static Quantity GetUsage(BehaviourSettings settings, string key) =>
        settings.ReadQuantity(key, settings.Find(key)) ?? Quantity.Zero;
}
