using System.Collections.Immutable;

namespace Infra.Monitoring.Rules;

/// <summary>All rules of a stack.</summary>
/// <param name="Groups">In groups, each of one concern.</param>
/// <param name="Runbooks">Where it says what to do, before an alert's name.</param>
internal sealed record RuleCatalogue(ImmutableArray<RuleGroup> Groups, string Runbooks)
{
    public IEnumerable<AlertRule> Alerts => Groups.SelectMany(group => group.Rules).OfType<AlertRule>();

    public static RuleCatalogue Of(MonitoringPlan plan)
    {
        var groups = ImmutableArray.CreateBuilder<RuleGroup>();
        groups.Add(GeneralRules.Group());
        return new RuleCatalogue([.. groups.Where(group => !group.Rules.IsEmpty)], plan.Settings.Runbooks);
    }
}
