using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Planning.Stores.Backups;
using Pulumi;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// The Pushgateway: keeps the metrics of the last drills. A second replica would have only some of them. What a restart loses is still in
/// Prometheus.
/// </summary>
internal sealed class Pushgateway : MonitoringPart
{
    public Pushgateway(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(Pushgateway), plan, namespaces, options)
    {
        Deploy(
            new PartSpec
            {
                Name = PartNames.Pushgateway,
                Image = plan.ResolveImage(MonitoringImage.Pushgateway),
                Args = [$"--web.listen-address=:{DrillReport.Port}"],
                Resources = PartSizes.Pushgateway,
                Port = DrillReport.Port,
                ReadinessPath = "/-/ready",
                LivenessPath = "/-/healthy",
                Clients = [.. plan.Drilled.Select(store => DrillReport.GetClient(store, plan.System))],
            }
        );
        RegisterOutputs();
    }
}
