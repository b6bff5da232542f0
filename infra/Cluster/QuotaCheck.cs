using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Traffic;
using Infra.Backend.Workloads;

namespace Infra.Backend.Cluster;

/// <summary>A quota that is said outright has room for all services at their smallest. It needs the plan, so it looks at settings that are right otherwise.</summary>
internal sealed class QuotaCheck
{
    private readonly WrittenSettings _written;
    private readonly SettingsErrors _errors;

    private QuotaCheck(WrittenSettings written, SettingsErrors errors) => (_written, _errors) = (written, errors);

    public static void Run(StackSettings settings, WrittenSettings written, SettingsErrors errors)
    {
        var quota = settings.Quota;
        if (!quota.Enabled || quota is { Cpu: null, Memory: null, Pods: null })
        {
            return;
        }

        var check = new QuotaCheck(written, errors);
        foreach (var landing in Landing.Of(settings, ""))
        {
            var services = LoadBalancers.For(landing.Settings, landing.System).Arrange(ServicePlanner.Plan(landing.Settings, landing.System));
            if (services.Any(service => service.Kind == ServiceKind.Daemon))
            {
                continue;
            }

            var minimum = NamespaceQuota.Minimum(services, settings);
            check.RejectBelow("cpu", quota.Cpu, minimum.Cpu);
            check.RejectBelow("memory", quota.Memory, minimum.Memory);
            check.RejectBelow("pods", quota.Pods, (int?)minimum.Pods);
        }
    }

    private void RejectBelow<T>(string key, T? bound, T? needed)
        where T : struct, IComparable<T>
    {
        var path = SettingsPath.Root.Key("quota").Key(key);
        if (bound is null)
        {
            return;
        }

        if (needed is not { } least)
        {
            _errors.Add(_written.Locate(path), path, $"a quota of {key} refuses pods that request none, and some container does not", $"remove it, or request {key} in every size");
        }
        else if (bound.Value.CompareTo(least) < 0)
        {
            _errors.Add(_written.Locate(path), path, $"{bound} is less than the {least} that the services need at their smallest", $"write at least {least}, or lower replicas or requests");
        }
    }
}
