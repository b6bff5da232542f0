using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Traffic;

/// <summary>The fields of a Service that settings determine directly.</summary>
internal static class ServiceFields
{
    /// <summary>Sets the fields of a Service whose type, selector and ports are set.</summary>
    /// <param name="spec">The Service's fields.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="expose">How the Service is exposed.</param>
    /// <param name="affinity">How long a client keeps its pod; null if it does not.</param>
    public static void Apply(ServiceSpecArgs spec, ServiceSpecSettings settings, Exposure expose, TimeSpan? affinity)
    {
        spec.Type = ServiceType(expose);
        ApplyAddresses(spec, settings, expose);
        ApplyLoadBalancer(spec, settings);
        if (affinity is { } time)
        {
            spec.SessionAffinity = "ClientIP";
            spec.SessionAffinityConfig = new SessionAffinityConfigArgs
            {
                ClientIP = new ClientIPConfigArgs { TimeoutSeconds = time.WholeSeconds() },
            };
        }

        if (settings.ExternalTrafficPolicy is { } external)
        {
            spec.ExternalTrafficPolicy = external.ToString();
        }

        if (settings.InternalTrafficPolicy is { } inner)
        {
            spec.InternalTrafficPolicy = inner.ToString();
        }

        if (settings.TrafficDistribution is { } distribution)
        {
            spec.TrafficDistribution = distribution.ToString();
        }

        if (settings.PublishNotReadyAddresses)
        {
            spec.PublishNotReadyAddresses = true;
        }
    }

    private static void ApplyAddresses(ServiceSpecArgs spec, ServiceSpecSettings settings, Exposure expose)
    {
        if (expose == Exposure.Headless)
        {
            spec.ClusterIP = "None";
        }
        else if (settings.ClusterIP is { } address)
        {
            spec.ClusterIP = address;
        }

        if (!settings.IpFamilies.IsEmpty)
        {
            spec.IpFamilies = settings.IpFamilies.Select(family => family == IpFamily.Ipv6 ? "IPv6" : "IPv4").ToArray();
        }

        if (settings.IpFamilyPolicy is { } policy)
        {
            spec.IpFamilyPolicy = policy.ToString();
        }
    }

    private static void ApplyLoadBalancer(ServiceSpecArgs spec, ServiceSpecSettings settings)
    {
        if (settings.LoadBalancerClass is { } name)
        {
            spec.LoadBalancerClass = name;
        }

        if (settings.LoadBalancerIP is { } address)
        {
            spec.LoadBalancerIP = address;
        }

        if (!settings.LoadBalancerSourceRanges.IsEmpty)
        {
            spec.LoadBalancerSourceRanges = settings.LoadBalancerSourceRanges;
        }

        if (settings.AllocateLoadBalancerNodePorts is { } allocates)
        {
            spec.AllocateLoadBalancerNodePorts = allocates;
        }

        if (settings.HealthCheckNodePort is { } port)
        {
            spec.HealthCheckNodePort = port;
        }
    }

    private static string ServiceType(Exposure exposure) =>
        exposure switch
        {
            Exposure.NodePort => "NodePort",
            Exposure.LoadBalancer => "LoadBalancer",
            _ => "ClusterIP",
        };
}
