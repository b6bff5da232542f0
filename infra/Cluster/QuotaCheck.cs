using Infra.Settings;
using Infra.Settings.Binding;
using Infra.Settings.Documents;
using Infra.Workloads;

namespace Infra.Cluster;

/// <summary>A quota that is said outright has room for all services at their smallest. It needs the plan, so it looks at settings that are right otherwise.</summary>
internal static class QuotaCheck
{
    public static void Run(StackSettings settings, WrittenSettings written, SettingsErrors errors)
    {
        var quota = settings.Quota;
        if (!quota.Enabled || quota is { Cpu: null, Memory: null, Pods: null })
        {
            return;
        }

        NamespaceQuota[] minimums = [.. Landing.Of(settings, "").Select(landing => NamespaceQuota.Minimum(ServicePlanner.Plan(landing.Settings, landing.System)))];
        RejectBelow("cpu", quota.Cpu, minimums.Max(minimum => minimum.Cpu));
        RejectBelow("memory", quota.Memory, minimums.Max(minimum => minimum.Memory));
        RejectBelow("pods", quota.Pods, minimums.Max(minimum => minimum.Pods));

        void RejectBelow<T>(string key, T? bound, T needed)
            where T : struct, IComparable<T>
        {
            if (bound is { } said && said.CompareTo(needed) < 0)
            {
                var path = SettingsPath.Root.Key("quota").Key(key);
                errors.Add(written.Locate(path), path, $"{said} is less than the {needed} that the services need at their smallest", $"write at least {needed}, or lower replicas or requests");
            }
        }
    }
}
