using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the fields of Services by the rules of Kubernetes (ValidateService in its package core/validation).</summary>
internal sealed class ServiceFieldCheck : ISettingsCheck
{
    /// <summary>Kubernetes does not let a load balancer expose the kubelet's port, whose firewall rule a provider might open.</summary>
    private const int KubeletPort = 10250;

    private const string SourceRanges = "service.beta.kubernetes.io/load-balancer-source-ranges";
    private const string ExposeOutside = "write 'expose: loadBalancer' or 'nodePort', or remove it";
    private const string ExposeByLoadBalancer = "write 'expose: loadBalancer', or remove it";

    /// <summary>The settings that only a Service of type LoadBalancer may have.</summary>
    private static readonly string[] OfLoadBalancers =
    [
        "loadBalancerClass",
        "loadBalancerIP",
        "loadBalancerSourceRanges",
        "allocateLoadBalancerNodePorts",
    ];

    private static readonly string[] AllFields = [.. SettingsType.Get(typeof(ServiceSpecSettings)).Keys];

    public void Check(SettingsReview review)
    {
        var addresses = new Dictionary<(string? Cluster, string Address), string>();
        foreach (var service in review.Services())
        {
            RejectWithoutPorts(service);
            foreach (var item in ReviewedService.Find(service))
            {
                CheckTypes(item);
                CheckHealthCheck(item);
                CheckValues(item);
                CheckFamilies(item);
                CheckClusterIP(item, addresses);
                CheckPorts(item);
                WarnIfHeadless(item);
            }

            CheckDistribution(service);
            CheckAnnotation(service);
        }
    }

    private static void RejectWithoutPorts(ServiceUnderReview service)
    {
        if (service.Settings.HasPorts)
        {
            return;
        }

        foreach (var setting in AllFields.Append("services").Where(setting => service.Review.IsWritten(service.At("traffic", setting))))
        {
            service.Reject(
                service.At("traffic", setting),
                "a service without a port has no Service",
                "write 'port: 8080', or remove it",
                service.At("traffic", setting),
                service.At("port"),
                service.At("ports")
            );
        }
    }

    private static void CheckTypes(ReviewedService item)
    {
        if (item.Settings.ExternalTrafficPolicy is not null && !item.IsExposed)
        {
            item.Reject("externalTrafficPolicy", "Kubernetes allows it only for a Service that is reachable from outside", ExposeOutside);
        }

        foreach (var setting in OfLoadBalancers)
        {
            if (item.Expose != Exposure.LoadBalancer && item.Owner.Review.IsWritten(item.At.Key(setting)))
            {
                item.Reject(setting, "only a Service of type LoadBalancer has it", ExposeByLoadBalancer);
            }
        }
    }

    private static void CheckHealthCheck(ReviewedService item)
    {
        var isLocal = item.Settings.ExternalTrafficPolicy == ServiceTrafficPolicy.Local;
        if (item.Settings.HealthCheckNodePort is not null && (item.Expose != Exposure.LoadBalancer || !isLocal))
        {
            item.Owner.Reject(
                item.At.Key("healthCheckNodePort"),
                "Kubernetes allows it only for the type LoadBalancer with the external traffic policy Local",
                "write 'expose: loadBalancer' and 'externalTrafficPolicy: local', or remove it",
                item.At.Key("healthCheckNodePort"),
                item.At.Key("expose"),
                item.At.Key("externalTrafficPolicy")
            );
        }
    }

    private static void CheckValues(ReviewedService item)
    {
        if (item.Settings.LoadBalancerClass is { } name && !KubernetesNames.IsLabelKey(name))
        {
            item.Reject(
                "loadBalancerClass",
                $"'{name}' is not a valid class of load balancers",
                "write a name, optionally after a domain and '/', as in example.com/internal"
            );
        }

        if (item.Settings.LoadBalancerIP is { } address && AddressText.Parse(address) is null)
        {
            item.Reject("loadBalancerIP", $"'{address}' is not an IP address", "write an address such as 198.51.100.7");
        }

        for (var i = 0; i < item.Settings.LoadBalancerSourceRanges.Length; i++)
        {
            var range = item.Settings.LoadBalancerSourceRanges[i];
            if (!IsRange(range))
            {
                item.Owner.Reject(
                    item.At.Key("loadBalancerSourceRanges").Item(i),
                    $"'{range}' is not a range of addresses",
                    "write an address and the length of its prefix, such as 203.0.113.0/24"
                );
            }
        }
    }

    private static void CheckFamilies(ReviewedService item)
    {
        var (families, policy) = (item.Settings.IpFamilies, item.Settings.IpFamilyPolicy);
        if (families.Distinct().Count() < families.Length)
        {
            item.Owner.Reject(item.At.Key("ipFamilies"), "a family is listed twice", "list each once");
        }
        else if (families.Length > 1 && policy is null or IpFamilyPolicy.SingleStack)
        {
            item.Owner.Reject(
                item.At.Key("ipFamilies"),
                "a Service with one stack has one family",
                "write 'ipFamilyPolicy: preferDualStack' or 'requireDualStack', or a single family",
                item.At.Key("ipFamilies"),
                item.At.Key("ipFamilyPolicy")
            );
        }
    }

    private static void CheckClusterIP(ReviewedService item, Dictionary<(string? Cluster, string Address), string> owners)
    {
        if (item.Settings.ClusterIP is not { } text)
        {
            return;
        }

        if (AddressText.Parse(text) is not { } address)
        {
            item.Reject(
                "clusterIP",
                $"'{text}' is not an IP address",
                text == "None" ? "write 'expose: headless' for a Service without an address" : "write an address such as 10.96.0.53"
            );
        }
        else if (item.Expose == Exposure.Headless)
        {
            item.Reject("clusterIP", "a headless Service has no address", "write 'expose: clusterIp', or remove it");
        }
        else if (item.Settings.IpFamilies is [var first, ..] && first != FamilyOf(address))
        {
            item.Owner.Reject(
                item.At.Key("clusterIP"),
                $"'{text}' is not of the first family in 'ipFamilies'",
                "write that family first, or another address",
                item.At.Key("clusterIP"),
                item.At.Key("ipFamilies")
            );
        }
        else
        {
            foreach (var cluster in item.Owner.Review.Settings.TargetClusters().Where(target => target.Includes(item.Owner.Settings)))
            {
                if (!owners.TryAdd((cluster.Key, address.ToString()), item.Name))
                {
                    var owner = owners[(cluster.Key, address.ToString())];
                    item.Reject("clusterIP", $"the Service '{owner}' already has the address {text}", "choose another, or remove it");
                    return;
                }
            }
        }
    }

    private static void CheckPorts(ReviewedService item)
    {
        foreach (var port in item.Ports.Where(port => port.Number == KubeletPort && item.Expose == Exposure.LoadBalancer))
        {
            item.Owner.Reject(
                port.NumberAt,
                string.Create(CultureInfo.InvariantCulture, $"Kubernetes refuses a load balancer with port {KubeletPort}, the kubelet's"),
                "write another 'service' for this port",
                port.NumberAt,
                item.At.Key("expose")
            );
        }
    }

    private static void WarnIfHeadless(ReviewedService item)
    {
        foreach (
            var (setting, isSet) in new[]
            {
                ("internalTrafficPolicy", item.Settings.InternalTrafficPolicy is not null),
                ("trafficDistribution", item.Settings.TrafficDistribution is not null),
            }
        )
        {
            if (isSet && item.Expose == Exposure.Headless)
            {
                item.Owner.Review.Warn(
                    item.At.Key(setting),
                    "clients of a headless Service connect to the pods themselves, so this has no effect",
                    "write 'expose: clusterIp', or remove it"
                );
            }
        }
    }

    private static void CheckDistribution(ServiceUnderReview service)
    {
        if (service.Settings.Traffic is { PreferSameZone: true, TrafficDistribution: not null })
        {
            service.Reject(
                service.At("traffic", "trafficDistribution"),
                "'preferSameZone' is short for 'trafficDistribution: preferSameZone'",
                "remove one of the two",
                service.At("traffic", "trafficDistribution"),
                service.At("traffic", "preferSameZone")
            );
        }
    }

    /// <summary>The annotation that was used before the field; Kubernetes checks it like the field.</summary>
    private static void CheckAnnotation(ServiceUnderReview service)
    {
        if (
            service.Exposure is { } expose and not Exposure.LoadBalancer
            && ReviewedAnnotations.FindValue(service, ServiceObject.Service, SourceRanges) is var (at, _)
        )
        {
            service.Reject(
                at,
                $"Kubernetes allows it only for a Service of type LoadBalancer, not {ScalarType.EnumName(expose.ToString())}",
                "write 'traffic: {expose: loadBalancer, loadBalancerSourceRanges: [...]}', or remove it",
                at,
                service.At("traffic", "expose")
            );
        }
    }

    private static IpFamily FamilyOf(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetworkV6 ? IpFamily.Ipv6 : IpFamily.Ipv4;

    /// <summary>Whether a text is a CIDR. Kubernetes accepts bits after the prefix.</summary>
    private static bool IsRange(string text) =>
        text.Split('/') is [var address, var length]
        && AddressText.Parse(address) is { } parsed
        && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits)
        && bits <= parsed.GetAddressBytes().Length * 8;
}
