using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;

namespace Infra.Backend.Traffic.Haproxy;

/// <summary>
/// A HAProxy in front of the services that have hosts. It is a service like any other, with a configuration made from theirs: a change of the
/// configuration rolls its pods, its disruption budget and its spreading are those of the stack.
/// </summary>
internal sealed class HaproxyGateway(StackSettings settings, SystemIdentity system) : ILoadBalancer
{
    private const int Port = 8080;
    private const int PlainPort = 80;
    private const int TlsPort = 443;
    private const int Growth = 5;
    private const string ConfigurationFile = "/usr/local/etc/haproxy/haproxy.cfg";
    private const string CertificateFolder = "/etc/haproxy/tls";

    /// <summary>The services, those with hosts and those that stand in for them opened to the load balancer, and the load balancer after them.</summary>
    public ImmutableArray<ServiceSpec> Arrange(ImmutableArray<ServiceSpec> services)
    {
        ImmutableArray<ServiceSpec> balanced = [.. services.Where(LoadBalancers.IsBalanced)];
        if (balanced.IsEmpty)
        {
            return services;
        }

        var reached = balanced.SelectMany(service => new[] { service.Name, service.Traffic!.Settings.Failover }.OfType<string>()).ToHashSet(StringComparer.Ordinal);
        var byName = services.Where(service => service.Version is null && reached.Contains(service.Name)).ToImmutableSortedDictionary(service => service.Name, service => service, StringComparer.Ordinal);
        return [.. services.Select(service => reached.Contains(service.Family) ? Open(service) : service), Gateway(balanced, byName)];
    }

    /// <summary>How many HAProxies there are: as many as a service has pods, and up to five times as many.</summary>
    public static ScalingSettings ScalingOf(LoadBalancingSettings balancing, FaultTolerancePreset preset) =>
        balancing.Scaling ?? new ScalingSettings { Max = preset.Replicas * Growth, Cpu = 60 };

    public Output<string?>? Route(ImmutableArray<ServiceSpec> services, Input<string> namespaceName, ProviderResource provider)
    {
        // The routes are in its configuration.
        return null;
    }

    private static ServiceSpec Open(ServiceSpec service) => service with
    {
        Traffic = service.Traffic! with { IsBalanced = true },
        Callers = [.. service.Callers, LoadBalancingSettings.Name],
    };

    private ServiceSpec Gateway(ImmutableArray<ServiceSpec> balanced, ImmutableSortedDictionary<string, ServiceSpec> reached)
    {
        var balancing = settings.LoadBalancing;
        var preset = FaultTolerancePreset.Of(settings.FaultTolerance);
        var shutdown = new ShutdownSettings();
        var hasTls = balancing.TlsSecret is not null;
        var configuration = new HaproxyConfiguration
        {
            Services = balanced,
            Backups = reached,
            Port = Port,
            Certificate = hasTls ? $"{CertificateFolder}/tls.crt" : null,
            Grace = shutdown.Finish,
            Retries = preset.Retries,
        };
        var scaling = ScalingOf(balancing, preset);
        var pace = Heartbeat.DetectingWithin(preset.DetectWithin);
        return new ServiceSpec
        {
            Name = LoadBalancingSettings.Name,
            System = system,
            Kind = ServiceKind.Service,
            Image = balancing.Image.Resolve(settings.Images),
            PullPolicy = balancing.Image.PullPolicy,
            PullSecrets = settings.Images.PullSecrets,
            Command = ["haproxy", "-W", "-db", "-f", ConfigurationFile],
            Args = [],
            Environment = ImmutableSortedDictionary<string, string>.Empty,
            Secrets = ImmutableSortedDictionary<string, string>.Empty,
            Files = ImmutableDictionary<string, FileSettings>.Empty.Add(ConfigurationFile, new FileSettings { Content = new Text(configuration.Write()) }),
            Volumes = hasTls
                ? ImmutableDictionary<string, VolumeSettings>.Empty.Add("tls", new VolumeSettings { Mount = CertificateFolder, Kind = VolumeKind.Secret, From = balancing.TlsSecret })
                : ImmutableDictionary<string, VolumeSettings>.Empty,
            Init = [],
            Sidecars = [],
            Resources = balancing.Resources.Resolve(settings.Sizes),
            MinimumsByTheClock = MinimumSchedule.Of(scaling, settings.Images),
            Replicas = new ReplicaCount(scaling.Min ?? preset.Replicas, scaling.Max, scaling),
            Health = HealthOf(pace, hasTls),
            Drain = preset.Drain,
            Finish = shutdown.Finish,
            Placement = new ServicePlacement
            {
                Zones = preset.AcrossZones,
                Nodes = preset.AcrossNodes,
                NodeLabels = ImmutableDictionary<string, string>.Empty,
                Tolerations = [],
                Near = [],
                AwayFrom = [],
                PriorityClass = preset.PriorityName is { } priority ? system.Qualify(priority) : null,
                RuntimeClass = null,
            },
            Traffic = new ServiceTraffic(Port, TrafficOf(balanced, balancing))
            {
                PublicPort = hasTls ? TlsPort : PlainPort,
                MetricsPort = HaproxyConfiguration.MetricsPort,
                KeepsClientAddresses = balanced.Any(service => service.Traffic!.Settings.Algorithm == BalancingAlgorithm.ClientIp),
            },
            Calls = [.. reached.Values.Select(service => new ServiceAddress(service.Name, system.Namespace, service.Traffic!.Port, service.Traffic.Protocol))],
            Callers = [],
            External = [],
            Schedule = null,
            Job = new JobSettings(),
            Restart = RestartPolicy.Always,
            Owner = null,
        };
    }

    /// <summary>Where pods are to be found again for a time, a client comes back to the HAProxy that remembers which was its.</summary>
    private static TrafficSettings TrafficOf(ImmutableArray<ServiceSpec> balanced, LoadBalancingSettings balancing)
    {
        var longest = balanced.Max(service => service.Traffic!.Settings.StickyFor);
        return new TrafficSettings
        {
            Expose = balancing.Expose,
            Hosts = [.. balanced.SelectMany(service => service.Traffic!.Settings.Hosts).Distinct().Order(StringComparer.Ordinal)],
            Algorithm = longest is null ? null : BalancingAlgorithm.ClientIp,
            StickyFor = longest,
        };
    }

    /// <summary>With TLS the health path would be behind the certificate; that the port is open says enough.</summary>
    private static ServiceHealth HealthOf(Heartbeat pace, bool hasTls)
    {
        return new ServiceHealth(Probe(Heartbeat.StartingWithin(TimeSpan.FromSeconds(30))), Probe(pace), Probe(pace.Slower()));

        HealthProbe Probe(Heartbeat heartbeat) => hasTls
            ? new HealthProbe(ProbeKind.Tcp, null, [], heartbeat)
            : new HealthProbe(ProbeKind.Http, HaproxyConfiguration.HealthPath, [], heartbeat);
    }
}
