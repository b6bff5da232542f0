using System.Collections.Immutable;
using Infra.Backend.Monitoring.Slo;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>All rules of a stack.</summary>
/// <param name="Groups">In groups, each of one concern.</param>
/// <param name="Runbooks">Where it says what to do, before an alert's name.</param>
internal sealed record RuleCatalogue(ImmutableArray<RuleGroup> Groups, string Runbooks)
{
    public IEnumerable<AlertRule> Alerts => Groups.SelectMany(group => group.Rules).OfType<AlertRule>();

    public static RuleCatalogue Of(MonitoringPlan plan)
    {
        var context = new RuleContext(plan);
        var groups = ImmutableArray.CreateBuilder<RuleGroup>();
        groups.Add(GeneralRules.Group());
        groups.Add(PrometheusRules.Group());
        groups.Add(KubeletRules.Group(context));
        groups.Add(ApiServerRules.Recordings());
        groups.Add(ApiServerRules.Group());
        if (plan.HasAlertmanager)
        {
            groups.Add(AlertmanagerRules.Group());
        }

        if (plan.Settings.Parts.KubeStateMetrics)
        {
            groups.Add(ResourceRecordings.Group());
            groups.Add(AppRules.Group(context));
            groups.Add(ResourceRules.Group(context));
            groups.Add(NodeRules.Group());
            groups.Add(KubeStateMetricsRules.Group());
        }

        if (plan.Settings.Parts.NodeExporter)
        {
            groups.Add(NodeExporterRules.Recordings());
            groups.Add(NodeExporterRules.Group());
        }

        foreach (var service in plan.Services)
        {
            groups.Add(ServiceRules.Group(service, plan));
            groups.AddRange(ObjectiveRules.GroupsOf(service));
        }

        return new RuleCatalogue([.. groups.Where(group => !group.Rules.IsEmpty)], plan.Settings.Runbooks);
    }
}
