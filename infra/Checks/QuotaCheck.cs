using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>Checks that the quota has room for all services at their minimum.</summary>
internal sealed class QuotaCheck : IPlanCheck
{
    public void Check(ImmutableArray<ClusterPlan> plans, WrittenSettings written, SettingsErrors errors)
    {
        foreach (var plan in plans)
        {
            var quota = plan.Settings.Quota;
            if (!quota.Enabled || plan.Services.Any(service => service.Kind == ServiceKind.Daemon))
            {
                continue;
            }

            var minimum = NamespaceQuota.CreateMinimum(plan.Services, plan.Settings);
            RejectBelow("cpu", quota.Cpu, minimum.Cpu);
            RejectBelow("memory", quota.Memory, minimum.Memory);
            RejectBelow("pods", quota.Pods, (int?)minimum.Pods);
        }

        void RejectBelow<T>(string key, T? limit, T? needed)
            where T : struct, IComparable<T>
        {
            var path = SettingsPath.Root.Key("quota").Key(key);
            if (limit is null)
            {
                return;
            }

            if (needed is not { } minimum)
            {
                errors.Add(
                    written.Locate(path),
                    path,
                    $"a quota on {key} rejects pods that request none, and some container requests none",
                    $"remove it, or request {key} in every size"
                );
            }
            else if (limit.Value.CompareTo(minimum) < 0)
            {
                errors.Add(
                    written.Locate(path),
                    path,
                    $"{limit} is less than the {minimum} that the services need at their minimum",
                    $"write at least {minimum}, or lower replicas or requests"
                );
            }
        }
    }
}
