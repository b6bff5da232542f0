using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Kubernetes;

namespace Infra.Backend.Checks;

/// <summary>
/// Checks host names, entries of <c>/etc/hosts</c> and name resolution, by <c>validatePodDNSConfig</c> and <c>ValidateHostAliases</c> in
/// Kubernetes' <c>pkg/apis/core/validation</c>.
/// </summary>
internal sealed class PodCheck : ISettingsCheck
{
    /// <summary>Kubernetes' limits of a resolv.conf: more name servers are ignored by the C library.</summary>
    private const int MaximumNameservers = 3;

    private const int MaximumSearches = 32;
    private const int MaximumSearchLength = 2048;

    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services())
        {
            CheckHostname(service);
            CheckHostAliases(service);
            CheckNameservers(service);
            CheckSearches(service);
            CheckOptions(service);
            WarnIfCallsAreNotResolved(service);
        }
    }

    private static void CheckHostname(ServiceUnderReview service)
    {
        var at = service.At("hostname");
        if (service.Settings.Hostname is not { } hostname)
        {
            return;
        }

        if (!ObjectNames.IsLabel(hostname))
        {
            service.Reject(
                at,
                $"'{hostname}' is not a valid host name of a pod",
                "use at most 63 lower-case letters, digits and dashes, without a domain"
            );
        }
        else if (service.Settings.Kind == ServiceKind.Stateful)
        {
            service.Reject(
                at,
                "the pods of a stateful service have their own names, which replace it",
                "remove it; <service>-<number> is the host name",
                at,
                service.At("kind")
            );
        }
    }

    private static void CheckHostAliases(ServiceUnderReview service)
    {
        foreach (var (address, names) in service.Settings.HostAliases)
        {
            var at = service.At("hostAliases", address);
            if (AddressText.Parse(address) is null)
            {
                service.Reject(
                    at,
                    $"'{address}' is not an IP address",
                    "write the address first: 'hostAliases: {10.20.0.5: [db.example.com]}'"
                );
            }

            if (names.IsEmpty)
            {
                service.Reject(at, "the address has no host names", "name one, or remove it");
            }

            for (var i = 0; i < names.Length; i++)
            {
                if (!KubernetesNames.IsSubdomain(names[i]))
                {
                    service.Reject(at.Item(i), $"'{names[i]}' is not a valid host name", "use lower-case letters, digits, '-' and '.'");
                }
            }
        }
    }

    private static void CheckNameservers(ServiceUnderReview service)
    {
        var (dns, at) = (service.Settings.Dns, service.At("dns", "nameservers"));
        for (var i = 0; i < dns.Nameservers.Length; i++)
        {
            if (AddressText.Parse(dns.Nameservers[i]) is null)
            {
                service.Reject(at.Item(i), $"'{dns.Nameservers[i]}' is not an IP address", "write the address of the name server");
            }
        }

        if (dns.Nameservers.Length > MaximumNameservers)
        {
            service.Reject(
                at,
                $"these are {dns.Nameservers.Length} name servers, and Kubernetes allows {MaximumNameservers}",
                "remove some"
            );
        }
        else if (dns is { Policy: DnsPolicy.None, Nameservers.IsEmpty: true })
        {
            service.Reject(
                service.At("dns"),
                "with the policy 'none' the pods have no name server",
                "add 'nameservers', or remove the policy",
                service.At("dns", "policy"),
                at
            );
        }
    }

    private static void CheckSearches(ServiceUnderReview service)
    {
        var (searches, at) = (service.Settings.Dns.Searches, service.At("dns", "searches"));
        for (var i = 0; i < searches.Length; i++)
        {
            if (!IsSearchDomain(searches[i]))
            {
                service.Reject(at.Item(i), $"'{searches[i]}' is not a valid search domain", "write a domain, such as corp.example.com");
            }
        }

        if (searches.Length > MaximumSearches || string.Join(' ', searches).Length > MaximumSearchLength)
        {
            service.Reject(
                at,
                $"Kubernetes allows {MaximumSearches} search domains with {MaximumSearchLength} characters together",
                "remove some"
            );
        }
    }

    /// <summary>
    /// Whether Kubernetes accepts a search domain (<c>IsDNS1123SubdomainWithUnderscore</c>): the root, or labels that may have underscores
    /// within and one at the start.
    /// </summary>
    private static bool IsSearchDomain(string text)
    {
        var labels = (text.EndsWith('.') ? text[..^1] : text).Split('.').Select(label => label.StartsWith('_') ? label[1..] : label);
        return text == "." || KubernetesNames.IsSubdomain(string.Join('.', labels).Replace('_', '-'));
    }

    private static void CheckOptions(ServiceUnderReview service)
    {
        foreach (var (name, value) in service.Settings.Dns.Options)
        {
            var at = service.At("dns", "options", name);
            if (name.Length == 0 || name.Any(letter => letter == ':' || char.IsWhiteSpace(letter)))
            {
                service.Reject(at, $"'{name}' is not an option of resolv.conf", "write the name and its value apart, such as 'ndots: 2'");
            }

            if (value.IsSecret)
            {
                service.Reject(at, "an option cannot be secret: every process of the pod can read it", "write it without encryption");
            }
        }
    }

    /// <summary>The addresses of called services need the cluster's DNS and its search domains.</summary>
    private static void WarnIfCallsAreNotResolved(ServiceUnderReview service)
    {
        if (service.Settings is { Dns.Policy: (DnsPolicy.Default or DnsPolicy.None) and var policy, Calls: [var call, ..] })
        {
            service.Review.Warn(
                service.At("dns"),
                $"the address of '{call.Service}', which it calls, is a name of the cluster's DNS, which '{ScalarType.EnumName(policy.ToString()!)}' leaves out",
                "remove the policy, unless a name server and a search domain of 'dns' resolve it"
            );
        }
    }
}
