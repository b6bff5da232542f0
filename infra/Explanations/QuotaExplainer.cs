using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Backend.Explanations;

/// <summary>Explains how much a service adds to the quota of its namespace.</summary>
internal static class QuotaExplainer
{
    public static void Explain(DecisionLog log, ServicePlan service, StackSettings settings)
    {
        var quota = settings.Quota;
        if (!quota.Enabled)
        {
            log.Add(
                new Explanation("resourceQuota", "none", "quota.enabled: false", DecisionLog.Format(log.FindPlace("quota", "enabled")))
            );
            return;
        }

        if (settings.Services.FirstOrDefault(other => other.Value.Kind == ServiceKind.Daemon).Key is { } daemon)
        {
            log.AddDerived("resourceQuota", "none", $"rule: '{daemon}' runs once on every node, so the sum depends on the number of nodes");
            return;
        }

        var share = NamespaceQuota.Create(
            [service],
            settings with
            {
                OperatorPods = [],
                Quota = new QuotaSettings { Headroom = quota.Headroom },
            }
        );
        foreach (var (resource, amount) in share!.ToHardLimits().OrderBy(limit => limit.Key, StringComparer.Ordinal))
        {
            var factor = resource == "pods" ? "" : $" x a pod's {resource}";
            log.Add(
                new Explanation(
                    $"resourceQuota.{resource}",
                    $"adds {amount}",
                    $"rule: maximum pods{factor}, and quota.headroom of {quota.Headroom} %, rounded up",
                    DecisionLog.Format(log.FindPlace("quota", "headroom"))
                )
            );
        }
    }
}
