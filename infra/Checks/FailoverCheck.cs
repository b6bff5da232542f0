using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the failover of a service can answer its requests.</summary>
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
            service.Reject(path, "a service cannot be its own failover", "name another service, or remove it");
        }
        else if (!service.Review.ServiceNames.Contains(other))
        {
            service.RejectUnknown(other, path);
        }
        else if (service.Review.Settings.Services.TryGetValue(other, out var target))
        {
            CheckTarget(service, other, target, path);
        }

        if (service.Settings.Traffic.Hosts.IsEmpty)
        {
            service.Reject(
                path,
                "only the load balancer fails over, and it sends no requests to a service without hosts",
                "set 'hosts', or remove it",
                service.At("traffic", "hosts"),
                path
            );
        }
    }

    private static void CheckTarget(ServiceUnderReview service, string other, ServiceSettings target, SettingsPath path)
    {
        if (target.MainProtocol is not { } protocol)
        {
            service.Reject(
                path,
                $"'{other}' has no port",
                "give it a port, or name another service",
                path,
                SettingsPath.Root.Key("services").Key(other).Key("port"),
                SettingsPath.Root.Key("services").Key(other).Key("ports")
            );
        }
        else if (service.Settings.MainProtocol is { } own && protocol != own)
        {
            service.Reject(
                path,
                $"'{other}' uses the protocol {Format(protocol)}, not {Format(own)}",
                "name a service with the same protocol",
                path,
                service.At("traffic", "protocol")
            );
        }
    }

    private static string Format(Protocol protocol) => ScalarType.EnumName(protocol.ToString());
}
