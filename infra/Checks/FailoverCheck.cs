using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>What stands in for a service can answer in its place.</summary>
internal sealed class FailoverCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            if (service.Settings.Traffic.Failover is { } other)
            {
                Check(service, other, service.At("traffic", "failover"));
            }
        }
    }

    private static void Check(ServiceUnderReview service, string other, SettingsPath path)
    {
        if (other == service.Name)
        {
            service.Reject(path, "a service cannot stand in for itself", "name another service, or remove it");
        }
        else if (!service.Review.ServiceNames.Contains(other))
        {
            service.Reject(path, $"there is no service '{other}'", Suggestion.For(other, [.. service.Review.ServiceNames.Where(name => name != service.Name)]));
        }
        else if (service.Review.Settings.Services.TryGetValue(other, out var target))
        {
            CheckTarget(service, other, target, path);
        }

        if (service.Settings.Traffic.Hosts.IsEmpty)
        {
            service.Reject(path, "only the load balancer fails over, and without hosts it does not reach the service", "write 'hosts', or remove it", service.At("traffic", "hosts"), path);
        }
    }

    private static void CheckTarget(ServiceUnderReview service, string other, ServiceSettings target, SettingsPath path)
    {
        if (target.Port is null)
        {
            service.Reject(path, $"'{other}' has no port to answer at", "give it one, or name another service", path, SettingsPath.Root.Key("services").Key(other).Key("port"));
        }
        else if (target.Traffic.Protocol != service.Settings.Traffic.Protocol)
        {
            service.Reject(
                path,
                $"'{other}' speaks {ScalarType.Word(target.Traffic.Protocol.ToString())}, not {ScalarType.Word(service.Settings.Traffic.Protocol.ToString())}",
                "name a service of the same protocol",
                path,
                service.At("traffic", "protocol"));
        }
    }
}
