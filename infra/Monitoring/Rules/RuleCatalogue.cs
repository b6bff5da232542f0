using System.Collections.Immutable;
using Infra.Backend.Monitoring.Slo;
using Infra.Backend.Planning.Monitoring;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>All rules of a stack.</summary>
/// <param name="Groups">One group per subject.</param>
/// <param name="Runbooks">The base URL of the runbooks, to which the alert's name is appended.</param>
internal sealed record RuleCatalogue(ImmutableArray<RuleGroup> Groups, string Runbooks)
{
    /// <summary>
    /// The rules about the cluster and the monitoring itself; each source decides by the plan whether its exporter is deployed.
    /// </summary>
    public static ImmutableArray<Func<MonitoringPlan, IEnumerable<RuleGroup>>> ClusterSources { get; } =
    [
        GeneralRules.GroupsFor,
        PrometheusRules.GroupsFor,
        KubeletRules.GroupsFor,
        ApiServerRules.GroupsFor,
        AlertmanagerRules.GroupsFor,
        ResourceRecordings.GroupsFor,
        AppRules.GroupsFor,
        ResourceRules.GroupsFor,
        NodeRules.GroupsFor,
        KubeStateMetricsRules.GroupsFor,
        NodeExporterRecordings.GroupsFor,
        NodeExporterRules.GroupsFor,
        StoreRules.GroupsFor,
        StoreServerRules.GroupsFor,
    ];

    /// <summary>The rules about one service.</summary>
    public static ImmutableArray<Func<WatchedService, MonitoringPlan, IEnumerable<RuleGroup>>> ServiceSources { get; } =
    [ServiceRules.GroupsFor, ObjectiveRules.GroupsFor];

    public IEnumerable<AlertRule> Alerts => Groups.SelectMany(group => group.Rules).OfType<AlertRule>();

    public static RuleCatalogue Create(MonitoringPlan plan)
    {
        var cluster = ClusterSources.SelectMany(source => source(plan));
        var services = plan.Services.SelectMany(service => ServiceSources.SelectMany(source => source(service, plan)));
        return new RuleCatalogue([.. cluster.Concat(services).Where(group => !group.Rules.IsEmpty)], plan.Settings.Runbooks);
    }
}
