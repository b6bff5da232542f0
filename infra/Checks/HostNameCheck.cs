using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Warns of annotations that replace the hosts of a Service for external-dns.</summary>
internal sealed class HostNameCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            var hosts = service.Settings.Traffic.Hosts;
            if (
                !hosts.IsEmpty
                && service.Exposure is Exposure.NodePort or Exposure.LoadBalancer
                && ReviewedAnnotations.FindValue(service, ServiceObject.Service, ServiceAnnotations.HostNames) is var (at, names)
            )
            {
                Warn(review, at, names.Value, hosts);
            }
        }

        // HAProxy's own Service has the annotations of the stack.
        if (
            review.Settings.LoadBalancing is { Backend: LoadBalancer.Haproxy } balancing
            && review.Settings.Annotations.TryGetValue(ServiceAnnotations.HostNames, out var value)
        )
        {
            var routed = review.Services().Where(service => LoadBalancingPlanner.Routes(balancing, service.Settings));
            Warn(
                review,
                SettingsPath.Root.Key("annotations").Key(ServiceAnnotations.HostNames),
                value.Value,
                [.. routed.SelectMany(service => service.Settings.Traffic.Hosts)]
            );
        }
    }

    private static void Warn(SettingsReview review, SettingsPath at, string value, IReadOnlyCollection<string> hosts)
    {
        var names = value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string[] missing = [.. hosts.Except(names, StringComparer.Ordinal)];
        if (missing.Length > 0)
        {
            review.Warn(
                at,
                $"external-dns creates records for the names of this annotation only, not for {string.Join(", ", missing)} in 'traffic.hosts'",
                "remove it, or list these hosts in it, too"
            );
        }
    }
}
