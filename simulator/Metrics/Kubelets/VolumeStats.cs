using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Metrics.Exposition;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Metrics.Kubelets;

/// <summary>The metrics of mounted claims. No program writes to them: their use is set by the user, or it is a small share.</summary>
internal sealed class VolumeStats(IClusterClient client, UsageModel usage)
{
    /// <summary>The name of the setting with the bytes used.</summary>
    private const string Used = "used";

    private const double DefaultShare = 0.05;
    private const double BytesPerInode = 16 * 1024;

    public void Write(MetricsWriter writer, KubeletSnapshot kubelet)
    {
        var settings = usage
            .Settings.Where(setting => setting is { Kind: "persistentvolumeclaim", Metric: Used })
            .ToDictionary(setting => (setting.Namespace, setting.Name), setting => setting.Value);
        var volumes = kubelet
            .Pods.SelectMany(pod => FindClaims(pod.Pod))
            .Distinct()
            .Select(name => client.Find(GroupResource.PersistentVolumeClaims, name.Namespace, name.Claim))
            .OfType<KubeObject>()
            .Select(claim => Measure(claim, settings))
            .OfType<Volume>()
            .ToList();
        WriteFamily("capacity_bytes", "Capacity", volume => volume.Capacity);
        WriteFamily("available_bytes", "Bytes left", volume => volume.Capacity - volume.Used);
        WriteFamily("used_bytes", "Bytes used", volume => volume.Used);
        WriteFamily("inodes", "Inodes", volume => Math.Floor(volume.Capacity / BytesPerInode));
        WriteFamily("inodes_free", "Inodes left", volume => Math.Floor((volume.Capacity - volume.Used) / BytesPerInode));
        WriteFamily("inodes_used", "Inodes used", volume =>
            Math.Floor(volume.Capacity / BytesPerInode) - Math.Floor((volume.Capacity - volume.Used) / BytesPerInode)
        );

        void WriteFamily(string name, string help, Func<Volume, double> value)
        {
            writer.Family($"kubelet_volume_stats_{name}", MetricType.Gauge, $"{help} of the volume");
            foreach (var volume in volumes)
            {
                writer.Sample(value(volume), ("namespace", volume.Claim.Namespace), ("persistentvolumeclaim", volume.Claim.Name));
            }
        }
    }

    private static IEnumerable<(string Namespace, string Claim)> FindClaims(KubeObject pod) =>
        pod
            .Spec.Objects("volumes")
            .Select(volume => PodVolumes.FindClaim(pod.Name, volume))
            .OfType<string>()
            .Select(claim => (pod.Namespace, claim));

    private static Volume? Measure(KubeObject claim, Dictionary<(string Namespace, string Name), Quantity> settings)
    {
        if (claim.Status.Node("capacity", "storage") is not { } storage)
        {
            return null;
        }

        var capacity = Quantity.FromJson(storage).ToDouble();
        var used =
            settings.TryGetValue((claim.Namespace, claim.Name), out var set) ? set.ToDouble()
            : claim.Annotations.TryGetValue($"fake/{Used}", out var text) && Quantity.TryParse(text, out var annotated)
                ? annotated.ToDouble()
            : Math.Floor(capacity * DefaultShare);
        return new Volume(claim, capacity, Math.Min(used, capacity));
    }

    private sealed record Volume(KubeObject Claim, double Capacity, double Used);
}
