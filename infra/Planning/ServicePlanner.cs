using System.Collections.Immutable;
using Infra.Backend.Planning.Haproxy;
using Infra.Backend.Settings;
using Infra.Common;

namespace Infra.Backend.Planning;

/// <summary>Resolves the settings of a stack's services.</summary>
internal sealed class ServicePlanner
{
    private const int DefaultCpuTarget = 70;

    /// <summary>Kubernetes' default of a Service's session affinity.</summary>
    private static readonly TimeSpan DefaultAffinity = TimeSpan.FromHours(3);

    private static readonly ImmutableDictionary<string, VolumeMountSettings> NoMounts = ImmutableDictionary<
        string,
        VolumeMountSettings
    >.Empty;

    private readonly StackSettings _settings;
    private readonly FaultTolerancePreset _preset;
    private readonly SystemIdentity _system;
    private readonly CallPlanner _calls;
    private readonly EnvironmentPlanner _environment;
    private readonly PlacementPlanner _placement;

    private ServicePlanner(StackSettings settings, SystemIdentity system)
    {
        _settings = settings;
        _preset = FaultTolerancePreset.For(settings.FaultTolerance);
        _system = system;
        _calls = new CallPlanner(settings, system);
        _environment = new EnvironmentPlanner(_calls);
        _placement = new PlacementPlanner(settings, _preset, system);
    }

    /// <summary>Plans the services and their versions, several at a time. Each is after the services it calls.</summary>
    public static ImmutableArray<ServicePlan> Plan(StackSettings settings, SystemIdentity system)
    {
        var planner = new ServicePlanner(settings, system);
        string[] names = [.. DeploymentOrder.Sort(settings.Services)];
        var plans = new ServicePlan[names.Length][];
        ParallelWork.Run(Enumerable.Range(0, names.Length), i => plans[i] = planner.PlanVersions(names[i], settings.Services[names[i]]));
        return [.. plans.SelectMany(versions => versions)];
    }

    private ServicePlan[] PlanVersions(string name, ServiceSettings service) =>
        [.. VersionPlanner.AddVersions(Plan(name, service), service, version => Plan(name, version))];

    private ServicePlan Plan(string name, ServiceSettings service)
    {
        var calls = _calls.GetCalls(service);
        var traffic = PlanTraffic(service);
        var detectWithin = service.Health.DetectWithin ?? _preset.DetectWithin;
        return new ServicePlan
        {
            Name = name,
            System = _system,
            Kind = service.Kind,
            PartOf = service.PartOf,
            Stores = service.PartOf is { } store ? [store] : [.. service.Uses.Select(use => use.Store)],
            Image = service.Image.Resolve(_settings.Images),
            Builds = [.. ImageBuild.Find(name, service, _settings.Images)],
            PullPolicy = service.Image.PullPolicy,
            PullSecrets = _settings.Images.PullSecrets,
            Command = service.Command,
            Args = service.Args,
            Environment = _environment.PlanConfigMap(service),
            Secrets = EnvironmentPlanner.PlanSecret(service),
            ContainerSecrets = EnvironmentPlanner.PlanContainerSecrets(service),
            Variables = _environment.PlanVariables(service),
            EnvironmentSources = EnvironmentPlanner.PlanSources(service.EnvFrom),
            Files = FilePlanner.Plan(service.Files),
            Volumes = service.Volumes,
            Mounts = PlannedMount.Plan(service.Volumes, name, NoMounts),
            VolumeImages = VolumePlanner.PlanImages(service.Volumes, _settings.Images),
            InitContainers = [.. service.Init.Select(container => PlanContainer(service, container.Key, container.Value))],
            Sidecars = [.. service.Sidecars.Select(sidecar => PlanSidecar(service, sidecar.Key, sidecar.Value))],
            Security = PodSecurityContext.Create(
                service.Security,
                service.Init.Concat(service.Sidecars).Select(container => container.Value.Security)
            ),
            Pod = PodPlan.Create(service),
            Process = ProcessPlan.Create(service),
            Resources = service.Resources.Resolve(_settings.Sizes),
            Replicas = PlanReplicas(service),
            ScheduledMinimums = ScheduledMinimums.Create(service.Scaling, _settings.Images),
            Health = HealthPlanner.PlanMain(service, detectWithin),
            DetectWithin = detectWithin,
            Drain = PodLifetime.GetDrain(service, _preset),
            Finish = service.Shutdown.Finish,
            Placement = _placement.Plan(service.Placement, service.Kind),
            Traffic = traffic,
            IsRouted = LoadBalancingPlanner.Routes(_settings.LoadBalancing, service),
            AnsweredHosts = traffic is not null && traffic.Protocol.IsRoutable() ? service.Traffic.Hosts : [],
            Calls = calls,
            After = service.After,
            Callers = _calls.GetCallers(name),
            External = service.External,
            Peers = service.Peers,
            Clients = service.Clients,
            Rollout = RolloutPlan.Create(
                service.Rollout,
                service.Kind,
                VolumePlanner.HasExclusiveVolume(service.Volumes, _settings.Volumes)
            ),
            DisruptionBudget = service.DisruptionBudget,
            Schedule = service.Schedule,
            Job = service.Job,
            Restart = service.Restart ?? (service.Kind.IsLongRunning() ? RestartPolicy.Always : RestartPolicy.Never),
            Startup = service.Startup ?? StartupOrder.Parallel,
            ClaimRetention = VolumePlanner.PlanRetention(service),
            Owner = service.Owner,
            Metadata = ServiceMetadata.Create(service),
            Account = ServiceAccountPlan.Create(service.ServiceAccount),
            Metrics = ExposedMetrics.Create(service, _settings.Monitoring),
            Objective = service.Slo,
            Patches = [.. service.Patches.Select(ObjectPatch.Create)],
        };
    }

    private ServiceTraffic? PlanTraffic(ServiceSettings service)
    {
        if (service.MainProtocol is not { } protocol)
        {
            return null;
        }

        var (settings, isHaproxy) = (service.Traffic, _settings.LoadBalancing.Backend == LoadBalancer.Haproxy);
        var resolved = settings with
        {
            Expose = settings.ResolveExposure(_settings.LoadBalancing.Backend, protocol),
            TrafficDistribution = settings.PreferSameZone ? ServiceTrafficDistribution.PreferSameZone : settings.TrafficDistribution,
        };
        return new ServiceTraffic(PortPlanner.PlanService(service), resolved)
        {
            Additional = AdditionalService.Plan(service),
            Timeout = settings.Timeout ?? (isHaproxy ? HaproxyBackend.DefaultTimeout : null),
            Retries = settings.Retries ?? (isHaproxy ? _preset.Retries : 0),
            Ingress =
                _settings.LoadBalancing.Backend == LoadBalancer.Ingress && LoadBalancingPlanner.Routes(_settings.LoadBalancing, service)
                    ? IngressPlan.Create(settings, _settings.LoadBalancing)
                    : null,
            Affinity = settings.Algorithm == BalancingAlgorithm.ClientIp ? settings.StickyFor ?? DefaultAffinity : null,
        };
    }

    private ContainerPlan PlanSidecar(ServiceSettings service, string name, ContainerSettings sidecar) =>
        PlanContainer(service, name, sidecar) with
        {
            Ports = PortPlanner.PlanContainer(service, name),
            Health = HealthPlanner.PlanSidecar(service, name, sidecar, _preset.DetectWithin),
        };

    private ContainerPlan PlanContainer(ServiceSettings service, string name, ContainerSettings container) =>
        new()
        {
            Name = name,
            Image = container.Image.Resolve(_settings.Images),
            PullPolicy = container.Image.PullPolicy,
            Command = container.Command,
            Args = container.Args,
            Ports = PortPlanner.PlanInit(name, container),
            Resources = container.Resources.Resolve(_settings.Sizes),
            Mounts = PlannedMount.Plan(service.Volumes, name, container.Mounts),
            Security = ContainerSecurityContext.Create(container.Security, ContainerSecurityContext.Create(service.Security)),
            Process = ProcessPlan.Create(service, name, container),
            Variables = _environment.PlanVariables(service, name, container),
            EnvironmentSources = EnvironmentPlanner.PlanSources(container.EnvFrom),
        };

    private ReplicaCount PlanReplicas(ServiceSettings service)
    {
        if (service.Kind is ServiceKind.Cron or ServiceKind.Job or ServiceKind.Daemon)
        {
            return ReplicaCount.Fixed(service.Kind == ServiceKind.Daemon ? 1 : service.Job.Parallelism);
        }

        if (service.Scaling is not { } scaling)
        {
            return ReplicaCount.Fixed(ReplicaCount.ResolveMinimum(service, _preset));
        }

        var resolved = scaling with { Cpu = scaling.Cpu ?? (scaling.ScalesOnCpu ? DefaultCpuTarget : null) };
        return new ReplicaCount(ReplicaCount.ResolveMinimum(service, _preset), scaling.Max, resolved);
    }
}
