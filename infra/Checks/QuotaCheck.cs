using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks that the quota has room for all services at their minimum. It plans the stack, so it runs only on settings without other errors.
/// </summary>
internal sealed class QuotaCheck
{
    private readonly WrittenSettings _written;
    private readonly SettingsErrors _errors;

    private QuotaCheck(WrittenSettings written, SettingsErrors errors) => (_written, _errors) = (written, errors);

    public static void Run(StackSettings settings, WrittenSettings written, string stack, SettingsErrors errors)
    {
        var quota = settings.Quota;
        if (!quota.Enabled || quota is { Cpu: null, Memory: null, Pods: null })
        {
            return;
        }

        var check = new QuotaCheck(written, errors);
        foreach (var plan in ClusterPlan.Create(settings, stack))
        {
            if (plan.Services.Any(service => service.Kind == ServiceKind.Daemon))
            {
                continue;
            }

            var minimum = NamespaceQuota.CreateMinimum(plan.Services, settings);
            check.RejectBelow("cpu", quota.Cpu, minimum.Cpu);
            check.RejectBelow("memory", quota.Memory, minimum.Memory);
            check.RejectBelow("pods", quota.Pods, (int?)minimum.Pods);
        }
    }

    private void RejectBelow<T>(string key, T? limit, T? needed)
        where T : struct, IComparable<T>
    {
        var path = SettingsPath.Root.Key("quota").Key(key);
        if (limit is null)
        {
            return;
        }

        if (needed is not { } minimum)
        {
            _errors.Add(
                _written.Locate(path),
                path,
                $"a quota on {key} rejects pods that request none, and some container requests none",
                $"remove it, or request {key} in every size"
            );
        }
        else if (limit.Value.CompareTo(minimum) < 0)
        {
            _errors.Add(
                _written.Locate(path),
                path,
                $"{limit} is less than the {minimum} that the services need at their minimum",
                $"write at least {minimum}, or lower replicas or requests"
            );
        }
    }
}
