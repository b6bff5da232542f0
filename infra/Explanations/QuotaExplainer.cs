using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Explanations;

/// <summary>Explains how much a service adds to the quota of its namespace.</summary>
internal static class QuotaExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service, StackSettings settings)
    {
        if (!settings.Quota.Enabled)
        {
            log.Add(new Explanation("resourceQuota", "none", "quota.enabled: false", DecisionLog.Show(log.PlaceOf("quota", "enabled"))));
        }
        else if (settings.Services.FirstOrDefault(other => other.Value.Kind == ServiceKind.Daemon).Key is { } daemon)
        {
            log.Derive("resourceQuota", "none", $"rule: '{daemon}' runs once on every node, so nobody knows how much the namespace will use");
        }
        else if (NamespaceQuota.Create([service], settings with { Quota = new QuotaSettings { Headroom = settings.Quota.Headroom } }) is { } own)
        {
            foreach (var (resource, amount) in own.ToHardLimits().OrderBy(bound => bound.Key, StringComparer.Ordinal))
            {
                log.Add(new Explanation(
                    $"resourceQuota.{resource}",
                    $"adds {amount}",
                    $"rule: most pods{(resource == "pods" ? "" : $" x a pod's {resource}")}, and quota.headroom of {settings.Quota.Headroom} %, rounded up",
                    DecisionLog.Show(log.PlaceOf("quota", "headroom"))));
            }
        }
    }
}
