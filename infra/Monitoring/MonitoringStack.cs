using Infra.Backend.Monitoring.Parts;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using Pulumi;

namespace Infra.Backend.Monitoring;

/// <param name="Plan">What to deploy.</param>
/// <param name="Services">The namespace of the services.</param>
internal sealed record MonitoringStackArgs(MonitoringPlan Plan, Output<string> Services);

/// <summary>The monitoring of a stack: metrics, alerts, dashboards, logs.</summary>
internal sealed class MonitoringStack : ComponentResource
{
    public MonitoringStack(MonitoringStackArgs args, ComponentResourceOptions options)
        : base("infra:monitoring:MonitoringStack", args.Plan.System.ResourceName("monitoring"), options)
    {
        var plan = args.Plan;
        var own = new ComponentResourceOptions { Parent = this };
        var namespaces = new MonitoringNamespaces(plan, own);

        _ = new Prometheus(plan, namespaces, own);
        _ = new ScrapeAccess(new ScrapeAccessArgs(plan, args.Services), own);
        if (plan.HasAlertmanager)
        {
            _ = new Alertmanager(plan, namespaces, own);
        }

        if (plan.Settings.Parts.KubeStateMetrics)
        {
            _ = new KubeStateMetrics(plan, namespaces, own);
        }

        if (plan.Settings.Parts.NodeExporter)
        {
            _ = new NodeExporter(plan, namespaces, own);
        }

        if (plan.HasLogs)
        {
            _ = new Logs(plan, namespaces, own);
        }

        if (!plan.Probed.IsEmpty)
        {
            _ = new Blackbox(plan, namespaces, own);
        }

        if (plan.HasMetricsAdapter)
        {
            _ = new MetricsAdapter(plan, namespaces, own);
        }

        if (plan.HasPushgateway)
        {
            _ = new Pushgateway(plan, namespaces, own);
        }

        if (plan.HasGrafana)
        {
            _ = new Grafana(plan, namespaces, own);
        }

        RegisterOutputs(new Dictionary<string, object?> { ["namespace"] = namespaces.Name });
    }

    /// <summary>Deploys the monitoring unless the settings turn it off.</summary>
    /// <param name="plan">The plan of the cluster.</param>
    /// <param name="services">The namespace of the services.</param>
    /// <param name="cluster">The provider of the cluster.</param>
    /// <param name="addons">The add-ons of the cluster.</param>
    public static void Deploy(ClusterPlan plan, Output<string> services, ProviderResource cluster, IEnumerable<Resource> addons)
    {
        if (plan.Settings.Monitoring.Mode != MonitoringMode.Off)
        {
            var args = new MonitoringStackArgs(MonitoringPlan.Create(plan), services);
            _ = new MonitoringStack(args, new ComponentResourceOptions { Provider = cluster, DependsOn = [.. addons] });
        }
    }
}
