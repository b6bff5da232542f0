using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Workloads;

/// <summary>The fields of a pod about names and processes that its containers share.</summary>
internal static class PodFields
{
    public static void AddTo(PodSpecArgs pod, PodPlan plan)
    {
        if (plan.Hostname is { } hostname)
        {
            pod.Hostname = hostname;
        }

        if (plan.SharesProcesses)
        {
            pod.ShareProcessNamespace = true;
        }

        if (!plan.HostAliases.IsEmpty)
        {
            pod.HostAliases = plan.HostAliases.Select(alias => new HostAliasArgs { Ip = alias.Key, Hostnames = alias.Value }).ToArray();
        }

        if (plan.Dns.Policy is { } policy)
        {
            pod.DnsPolicy = policy.ToString();
        }

        if (!plan.Dns.Nameservers.IsEmpty || !plan.Dns.Searches.IsEmpty || plan.Dns.Options.Count > 0)
        {
            pod.DnsConfig = Dns(plan.Dns);
        }
    }

    private static PodDNSConfigArgs Dns(DnsSettings dns)
    {
        var config = new PodDNSConfigArgs();
        if (!dns.Nameservers.IsEmpty)
        {
            config.Nameservers = dns.Nameservers;
        }

        if (!dns.Searches.IsEmpty)
        {
            config.Searches = dns.Searches;
        }

        if (dns.Options.Count > 0)
        {
            config.Options = dns
                .Options.Select(option =>
                    option.Value.Value.Length == 0
                        ? new PodDNSConfigOptionArgs { Name = option.Key }
                        : new PodDNSConfigOptionArgs { Name = option.Key, Value = option.Value.Value }
                )
                .ToArray();
        }

        return config;
    }
}
