using System.Globalization;
using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;
using Pulumi;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>Alertmanager: groups, inhibits and routes alerts. Replicas form a cluster that sends each notification once.</summary>
internal sealed class Alertmanager : MonitoringPart
{
    public const int Port = 9093;

    private const int ClusterPort = 9094;
    private const string Volume = "data";

    public Alertmanager(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(Alertmanager), plan, namespaces, options)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["alertmanager.yaml"] = ConfigurationFile.Write(AlertmanagerFile.Create(plan)),
        };
        DeployStateful(
            new PartSpec
            {
                Name = PartNames.Alertmanager,
                Image = plan.ResolveImage(MonitoringImage.Alertmanager),
                Args =
                [
                    "--config.file=/etc/alertmanager/alertmanager.yaml",
                    "--storage.path=/alertmanager",
                    .. plan.IsRedundant
                        ? Hosts(plan)
                            .Select(host => $"--cluster.peer={host}:{ClusterPort}")
                            .Prepend($"--cluster.listen-address=0.0.0.0:{ClusterPort}")
                        : ["--cluster.listen-address="],
                ],
                Resources = PartSizes.Alertmanager(plan.Size),
                Port = Port,
                OtherPorts = plan.IsRedundant ? [("cluster", ClusterPort)] : [],
                ReadinessPath = "/-/ready",
                LivenessPath = "/-/healthy",
                Replicas = Replicas(plan),
                Callers = [PartNames.Grafana, PartNames.Alertmanager],
                Callees = [(PartNames.Alertmanager, ClusterPort)],
                PortsAnywhere = [.. ReceiverPorts(plan)],
                Checksum = Checksum(files),
                Volumes = [PartVolumes.FromSecret("configuration", SecretFiles(PartNames.Alertmanager, files))],
                Mounts = [PartVolumes.ReadOnly("configuration", "/etc/alertmanager"), PartVolumes.Writable(Volume, "/alertmanager")],
            },
            Volume,
            Quantity.Parse("1Gi")
        );
        RegisterOutputs();
    }

    /// <summary>The addresses of all replicas: Prometheus sends alerts to each of them.</summary>
    public static IEnumerable<string> Addresses(MonitoringPlan plan) => Hosts(plan).Select(host => $"{host}:{Port}");

    /// <summary>Three, so that a drain leaves two.</summary>
    private static int Replicas(MonitoringPlan plan) => plan.IsRedundant ? 3 : 1;

    private static IEnumerable<string> Hosts(MonitoringPlan plan) =>
        Enumerable
            .Range(0, Replicas(plan))
            .Select(i =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{PartNames.Alertmanager}-{i}.{PartNames.Peers(PartNames.Alertmanager)}.{plan.Namespace}.svc"
                )
            );

    private static SortedSet<int> ReceiverPorts(MonitoringPlan plan)
    {
        var ports = new SortedSet<int>();
        foreach (var receiver in plan.Settings.Receivers.Values)
        {
            if (receiver.Webhook is { } webhook)
            {
                ports.Add(new Uri(webhook.Url.Value).Port);
            }

            if (receiver.Slack is { } slack)
            {
                ports.Add(new Uri(slack.Url.Value).Port);
            }

            if (receiver.PagerDuty is not null)
            {
                ports.Add(443);
            }

            if (receiver.Email is { } email)
            {
                ports.Add(email.Server.Port);
            }
        }

        return ports;
    }
}
