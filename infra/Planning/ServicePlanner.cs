using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>Resolves the settings of a stack's services.</summary>
internal sealed class ServicePlanner
{
    private const int DefaultCpuTarget = 70;

    private readonly StackSettings _settings;
    private readonly FaultTolerancePreset _preset;
    private readonly SystemIdentity _system;
    private readonly ILookup<string, string> _callers;

    private ServicePlanner(StackSettings settings, SystemIdentity system)
    {
        _settings = settings;
        _preset = FaultTolerancePreset.For(settings.FaultTolerance);
        _system = system;
        _callers = settings
            .Services.SelectMany(service => service.Value.Calls.Select(callee => (Callee: callee, Caller: service.Key)))
            .ToLookup(call => call.Callee, call => call.Caller);
    }

    /// <summary>Plans the services and their versions, each after the services it calls.</summary>
    public static ImmutableArray<ServicePlan> Plan(StackSettings settings, SystemIdentity system)
    {
        var planner = new ServicePlanner(settings, system);
        return [.. DeploymentOrder.Sort(settings.Services).SelectMany(name => planner.PlanVersions(name, settings.Services[name]))];
    }

    private IEnumerable<ServicePlan> PlanVersions(string name, ServiceSettings service) =>
        VersionPlanner.AddVersions(Plan(name, service), service, version => Plan(name, version));

    private ServicePlan Plan(string name, ServiceSettings service)
    {
        var calls = service.Calls.Select(GetAddress).ToImmutableArray();
        var detectWithin = service.Health.DetectWithin ?? _preset.DetectWithin;
        return new ServicePlan
        {
            Name = name,
            System = _system,
            Kind = service.Kind,
            Image = service.Image.Resolve(_settings.Images),
            PullPolicy = service.Image.PullPolicy,
            PullSecrets = _settings.Images.PullSecrets,
            Command = service.Command,
            Args = service.Args,
            Environment = PlainVariables(service, calls),
            Secrets = SecretVariables(service),
            Files = service.Files,
            Volumes = service.Volumes,
            InitContainers = PlanContainers(service.Init, service.Security),
            Sidecars = PlanContainers(service.Sidecars, service.Security),
            Security = PodSecurityContext.Create(
                service.Security,
                service.Init.Concat(service.Sidecars).Select(container => container.Value.Security)
            ),
            Resources = service.Resources.Resolve(_settings.Sizes),
            Replicas = PlanReplicas(service),
            ScheduledMinimums = ScheduledMinimums.Create(service.Scaling, _settings.Images),
            Health = HealthPlanner.Plan(service, detectWithin),
            DetectWithin = detectWithin,
            Drain = service.Shutdown.Drain ?? (service.Port is null ? TimeSpan.Zero : _preset.Drain),
            Finish = service.Shutdown.Finish,
            Placement = PlanPlacement(service.Placement, service.Kind),
            Traffic = PlanTraffic(service),
            Calls = calls,
            Callers = [.. _callers[name].Order(StringComparer.Ordinal)],
            External = service.External,
            Schedule = service.Schedule,
            Job = service.Job,
            Restart = service.Restart ?? (service.Kind.IsLongRunning() ? RestartPolicy.Always : RestartPolicy.Never),
            Owner = service.Owner,
            Metrics = ExposedMetrics.Create(service, _settings.Monitoring),
            Objective = service.Slo,
        };
    }

    private ServiceAddress GetAddress(string service) =>
        new(service, _system.Namespace, _settings.Services[service].Port!.Value, _settings.Services[service].Traffic.Protocol);

    private ServiceTraffic? PlanTraffic(ServiceSettings service) =>
        service.Port is not { } port
            ? null
            : new ServiceTraffic(port, service.Traffic with { Expose = service.Traffic.ResolveExposure(_settings.LoadBalancing.Backend) });

    private static ImmutableSortedDictionary<string, string> SecretVariables(ServiceSettings service) =>
        service
            .Env.Where(IsSecret)
            .ToImmutableSortedDictionary(variable => variable.Key, variable => variable.Value.Value!.Value.Value, StringComparer.Ordinal);

    /// <summary>The addresses of the services it calls, overridden by variables of the same name.</summary>
    private ImmutableSortedDictionary<string, string> PlainVariables(ServiceSettings service, IEnumerable<ServiceAddress> calls)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var callee in calls)
        {
            variables[$"{callee.Name.Replace('-', '_').ToUpperInvariant()}_URL"] = callee.Url;
        }

        foreach (var (name, variable) in service.Env.Where(variable => !IsSecret(variable)))
        {
            variables[name] = variable.Address is { } address ? GetAddress(address).Url : variable.Value!.Value.Value;
        }

        return variables.ToImmutable();
    }

    private static bool IsSecret(KeyValuePair<string, EnvironmentSettings> variable) =>
        variable.Value.Value is { } value && (value.IsSecret || variable.Value.Secret);

    private ImmutableArray<ContainerPlan> PlanContainers(
        IReadOnlyDictionary<string, ContainerSettings> containers,
        SecuritySettings security
    ) =>
        [
            .. containers.Select(container => new ContainerPlan
            {
                Name = container.Key,
                Image = container.Value.Image.Resolve(_settings.Images),
                PullPolicy = container.Value.Image.PullPolicy,
                Command = container.Value.Command,
                Args = container.Value.Args,
                Port = container.Value.Port,
                Resources = container.Value.Resources.Resolve(_settings.Sizes),
                Security = ContainerSecurityContext.Create(container.Value.Security, ContainerSecurityContext.Create(security)),
                Environment = container.Value.Env.ToImmutableSortedDictionary(
                    variable => variable.Key,
                    variable => variable.Value.Value,
                    StringComparer.Ordinal
                ),
            }),
        ];

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

    private ServicePlacement PlanPlacement(PlacementSettings placement, ServiceKind kind)
    {
        var pool = placement.Pool is null ? null : _settings.Pools[placement.Pool];
        var hardware = placement.Performance is null ? null : _settings.Performance[placement.Performance];
        var priority = placement.Priority ?? (kind.IsLongRunning() ? _preset.PriorityName : null);
        PoolSettings[] nodes = [.. new[] { pool, hardware }.OfType<PoolSettings>()];
        return new ServicePlacement
        {
            Zones = placement.Zones ?? _preset.Zones,
            Nodes = placement.Nodes ?? _preset.Nodes,
            NodeLabels = nodes
                .SelectMany(pool => pool.Labels)
                .DistinctBy(label => label.Key)
                .ToImmutableSortedDictionary(StringComparer.Ordinal),
            Tolerations = [.. nodes.SelectMany(pool => pool.Tolerations), .. placement.Tolerations],
            Near = placement.Near,
            AwayFrom = placement.AwayFrom,
            PriorityClass = priority is null ? null : _system.Qualify(priority),
            RuntimeClass = placement.Runtime is null ? null : _system.Qualify(placement.Runtime),
        };
    }
}
