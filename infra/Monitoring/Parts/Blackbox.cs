using Infra.Backend.Monitoring.Configuration;
using Infra.Backend.Planning.Monitoring;
using Pulumi;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>The blackbox exporter: probes the public hosts and their certificates.</summary>
internal sealed class Blackbox : MonitoringPart
{
    public const int Port = 9115;

    public Blackbox(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(Blackbox), plan, namespaces, options)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["blackbox.yaml"] = ConfigurationFile.Write(BlackboxConfiguration.Default),
        };
        Deploy(
            new PartSpec
            {
                Name = PartNames.Blackbox,
                Image = plan.ResolveImage(MonitoringImage.Blackbox),
                Args = ["--config.file=/etc/blackbox/blackbox.yaml", $"--web.listen-address=:{Port}"],
                Resources = PartSizes.Blackbox,
                Port = Port,
                ReadinessPath = "/-/healthy",
                LivenessPath = "/-/healthy",
                Replicas = plan.IsRedundant ? 2 : 1,
                PortsAnywhere = [80, 443],
                Checksum = Checksum(files),
                Volumes = [PartVolumes.FromConfigMap("configuration", Files(PartNames.Blackbox, files))],
                Mounts = [PartVolumes.ReadOnly("configuration", "/etc/blackbox")],
            }
        );
        RegisterOutputs();
    }
}
