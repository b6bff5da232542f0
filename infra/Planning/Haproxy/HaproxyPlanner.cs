using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Haproxy;

/// <summary>
/// Plans the HAProxy in front of the services that have hosts. HAProxy is planned as one more service, with its configuration as a file: it
/// gets its disruption budget and its spreading from the stack's fault tolerance, and a change of the configuration rolls its pods.
/// </summary>
internal sealed class HaproxyPlanner(StackSettings settings, SystemIdentity system)
{
    private const int Port = 8080;
    private const int PlainPort = 80;
    private const int TlsPort = 443;
    private const int GrowthFactor = 5;
    private const int CpuTarget = 60;
    private const string ConfigurationFile = "/usr/local/etc/haproxy/haproxy.cfg";
    private const string CertificateFolder = "/etc/haproxy/tls";
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    private readonly LoadBalancingSettings _balancing = settings.LoadBalancing;
    private readonly FaultTolerancePreset _preset = FaultTolerancePreset.For(settings.FaultTolerance);

    private readonly ContainerPort _target = new(Protocol.Http.Scheme(), Port, Protocol.Http);

    private bool HasTls => _balancing.TlsSecret is not null;

    /// <summary>
    /// Lets HAProxy reach the services with hosts and their failover services, and adds HAProxy after them. Without hosts nothing changes.
    /// </summary>
    public ImmutableArray<ServicePlan> Arrange(ImmutableArray<ServicePlan> services)
    {
        ImmutableArray<ServicePlan> routed = [.. services.Where(service => service.IsRouted)];
        if (routed.IsEmpty)
        {
            return services;
        }

        var names = routed
            .SelectMany(service => new[] { service.Name, service.Traffic!.Settings.Failover }.OfType<string>())
            .ToHashSet(StringComparer.Ordinal);
        var reached = services
            .Where(service => service.Version is null && names.Contains(service.Name))
            .ToImmutableSortedDictionary(service => service.Name, service => service, StringComparer.Ordinal);
        var opened = services.Select(service => names.Contains(service.Family) ? OpenToHaproxy(service) : service);
        return [.. opened, PlanHaproxy(routed, reached)];
    }

    private static ServicePlan OpenToHaproxy(ServicePlan service) =>
        service with
        {
            IsCountedByHaproxy = service.IsRouted,
            Traffic = service.Traffic! with { IsReachedByHaproxy = true },
            Callers = [.. service.Callers, new ServiceCaller(LoadBalancingSettings.Name, [service.Traffic.Main])],
        };

    private ServicePlan PlanHaproxy(ImmutableArray<ServicePlan> routed, ImmutableSortedDictionary<string, ServicePlan> reached)
    {
        var (finish, volumes) = (new ShutdownSettings().Finish, PlanVolumes());
        var configuration = new FileSettings { Content = new Text(Configure(routed, reached, finish)) };
        var scaling = _balancing.Scaling ?? new ScalingSettings { Max = _preset.Replicas * GrowthFactor, Cpu = CpuTarget };
        return new ServicePlan
        {
            Name = LoadBalancingSettings.Name,
            System = system,
            Kind = ServiceKind.Service,
            Image = _balancing.Image.Resolve(settings.Images),
            PullPolicy = _balancing.Image.PullPolicy,
            PullSecrets = settings.Images.PullSecrets,
            Command = ["haproxy", "-W", "-db", "-f", ConfigurationFile],
            Args = [],
            Environment = ImmutableSortedDictionary<string, string>.Empty,
            Secrets = ImmutableSortedDictionary<string, string>.Empty,
            Files = [FilePlanner.Plan(ConfigurationFile, configuration)],
            Volumes = volumes,
            Mounts = PlannedMount.Plan(volumes, LoadBalancingSettings.Name, ImmutableDictionary<string, VolumeMountSettings>.Empty),
            InitContainers = [],
            Sidecars = [],
            Resources = _balancing.Resources.Resolve(settings.Sizes),
            Replicas = new ReplicaCount(scaling.Min ?? _preset.Replicas, scaling.Max, scaling),
            ScheduledMinimums = ScheduledMinimums.Create(scaling, settings.Images),
            Health = PlanHealth(),
            DetectWithin = _preset.DetectWithin,
            Drain = _preset.Drain,
            Finish = finish,
            Placement = PlanPlacement(),
            Traffic = PlanTraffic(routed),
            Calls = [.. reached.Values.Select(service => new ServiceCall(service.Address!, [service.Traffic!.Main]))],
            Callers = [],
            External = [],
            Schedule = null,
            Job = new JobSettings(),
            Restart = RestartPolicy.Always,
            Owner = null,
        };
    }

    private string Configure(ImmutableArray<ServicePlan> routed, ImmutableSortedDictionary<string, ServicePlan> reached, TimeSpan grace)
    {
        var configuration = new HaproxyConfiguration
        {
            Services = routed,
            Backups = reached,
            Port = Port,
            Certificate = HasTls ? $"{CertificateFolder}/tls.crt" : null,
            Grace = grace,
        };
        return configuration.Write();
    }

    private ImmutableDictionary<string, VolumeSettings> PlanVolumes()
    {
        var volumes = ImmutableDictionary<string, VolumeSettings>.Empty;
        return HasTls
            ? volumes.Add(
                "tls",
                new VolumeSettings
                {
                    Mount = CertificateFolder,
                    Kind = VolumeKind.Secret,
                    From = _balancing.TlsSecret,
                }
            )
            : volumes;
    }

    private ServicePlacement PlanPlacement() =>
        new()
        {
            Zones = _preset.Zones,
            Nodes = _preset.Nodes,
            Spread = SpreadConstraint.Plan(ServiceKind.Service, _preset.Zones, _preset.Nodes, []),
            PriorityClass = _preset.PriorityName is { } priority ? system.Qualify(priority) : null,
        };

    /// <summary>Where clients must find their pod again for a time, a client must also reach the HAProxy that remembers it.</summary>
    private ServiceTraffic PlanTraffic(ImmutableArray<ServicePlan> routed)
    {
        var stickyFor = routed.Max(service => service.Traffic!.Settings.StickyFor);
        var traffic = new TrafficSettings
        {
            Expose = _balancing.Expose,
            Hosts = [.. routed.SelectMany(service => service.Traffic!.Settings.Hosts).Distinct().Order(StringComparer.Ordinal)],
            Algorithm = stickyFor is null ? null : BalancingAlgorithm.ClientIp,
            StickyFor = stickyFor,
        };
        var port = new ServicePort
        {
            Name = _target.Name!,
            Number = HasTls ? TlsPort : PlainPort,
            Protocol = _target.Protocol,
            Target = _target,
        };
        return new ServiceTraffic([port], traffic)
        {
            Affinity = stickyFor,
            MetricsPort = HaproxyConfiguration.MetricsPort,
            KeepsClientAddresses = routed.Any(service => service.Traffic!.Settings.Algorithm == BalancingAlgorithm.ClientIp),
        };
    }

    /// <summary>With TLS, probes only check that the port is open: the health path would require the certificate.</summary>
    private ServiceHealth PlanHealth()
    {
        var timing = ProbeTiming.DetectWithin(_preset.DetectWithin);
        return new ServiceHealth(Probe(ProbeTiming.StartWithin(StartWithin)), Probe(timing), Probe(timing.ForLiveness()));

        HealthProbe Probe(ProbeTiming timing) =>
            new()
            {
                Kind = HasTls ? ProbeKind.Tcp : ProbeKind.Http,
                Path = HasTls ? null : HaproxyConfiguration.HealthPath,
                Port = _target,
                Timing = timing,
            };
    }
}
