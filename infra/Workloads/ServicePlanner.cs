using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;

namespace Infra.Backend.Workloads;

/// <summary>Makes every decision the catalogue leaves open.</summary>
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
        _preset = FaultTolerancePreset.Of(settings.FaultTolerance);
        _system = system;
        _callers = settings.Services
            .SelectMany(service => service.Value.Calls.Select(callee => (Callee: callee, Caller: service.Key)))
            .ToLookup(call => call.Callee, call => call.Caller);
    }

    /// <summary>The services in the order in which they can be deployed: each after those it calls.</summary>
    public static ImmutableArray<ServiceSpec> Plan(StackSettings settings, SystemIdentity system)
    {
        var planner = new ServicePlanner(settings, system);
        return [.. DeploymentOrder.Of(settings.Services).SelectMany(name => planner.PlanVersions(name, settings.Services[name]))];
    }

    private IEnumerable<ServiceSpec> PlanVersions(string name, ServiceSettings service) =>
        ServiceVersions.Spread(Plan(name, service), service, version => Plan(name, version));

    private ServiceSpec Plan(string name, ServiceSettings service)
    {
        var calls = service.Calls.Select(AddressOf).ToImmutableArray();
        return new ServiceSpec
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
            Secrets = service.Env.Where(IsSecret).ToImmutableSortedDictionary(variable => variable.Key, variable => variable.Value.Value!.Value.Value, StringComparer.Ordinal),
            Files = service.Files,
            Volumes = service.Volumes,
            Init = CompanionsOf(service.Init),
            Sidecars = CompanionsOf(service.Sidecars),
            Resources = service.Resources.Resolve(_settings.Sizes),
            Replicas = ReplicasOf(service),
            MinimumsByTheClock = MinimumSchedule.Of(service.Scaling, _settings.Images),
            Health = HealthPlanner.HealthOf(service, _preset),
            Drain = service.Shutdown.Drain ?? (service.Port is null ? TimeSpan.Zero : _preset.Drain),
            Finish = service.Shutdown.Finish,
            Placement = PlacementOf(service.Placement, ends: service.Kind is ServiceKind.Job or ServiceKind.Cron),
            Traffic = service.Port is { } port ? new ServiceTraffic(port, service.Traffic with { Expose = service.Traffic.ExposedWith(_settings.LoadBalancing.Backend) }) : null,
            Calls = calls,
            Callers = [.. _callers[name].Order(StringComparer.Ordinal)],
            External = service.External,
            Schedule = service.Schedule,
            Job = service.Job,
            Restart = service.Restart ?? (service.Kind is ServiceKind.Job or ServiceKind.Cron ? RestartPolicy.Never : RestartPolicy.Always),
            Owner = service.Owner,
        };
    }

    private ServiceAddress AddressOf(string service) =>
        new(service, _system.Namespace, _settings.Services[service].Port!.Value, _settings.Services[service].Traffic.Protocol);

    /// <summary>What is said outright wins over the address that follows from a call.</summary>
    private ImmutableSortedDictionary<string, string> PlainVariables(ServiceSettings service, IEnumerable<ServiceAddress> calls)
    {
        var variables = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var callee in calls)
        {
            variables[$"{callee.Name.Replace('-', '_').ToUpperInvariant()}_URL"] = callee.Url;
        }

        foreach (var (name, variable) in service.Env.Where(variable => !IsSecret(variable)))
        {
            variables[name] = variable.Address is { } address ? AddressOf(address).Url : variable.Value!.Value.Value;
        }

        return variables.ToImmutable();
    }

    private static bool IsSecret(KeyValuePair<string, EnvironmentSettings> variable) =>
        variable.Value.Value is { } value && (value.IsSecret || variable.Value.Secret);

    private ImmutableArray<CompanionContainer> CompanionsOf(IReadOnlyDictionary<string, ContainerSettings> containers) =>
    [
        .. containers.Select(container => new CompanionContainer(
            container.Key,
            container.Value.Image.Resolve(_settings.Images),
            container.Value.Image.PullPolicy,
            container.Value.Command,
            container.Value.Args,
            container.Value.Port,
            container.Value.Resources.Resolve(_settings.Sizes))
        {
            Environment = container.Value.Env.ToImmutableSortedDictionary(variable => variable.Key, variable => variable.Value.Value, StringComparer.Ordinal),
        }),
    ];

    private ReplicaCount ReplicasOf(ServiceSettings service)
    {
        if (service.Kind is ServiceKind.Cron or ServiceKind.Job or ServiceKind.Daemon)
        {
            return ReplicaCount.Fixed(service.Kind == ServiceKind.Daemon ? 1 : service.Job.Parallelism);
        }

        if (service.Scaling is not { } scaling)
        {
            return ReplicaCount.Fixed(ReplicaCount.FewestOf(service, _preset));
        }

        var targets = scaling with { Cpu = scaling.Cpu ?? (scaling.ScalesOnCpu ? DefaultCpuTarget : null) };
        return new ReplicaCount(ReplicaCount.FewestOf(service, _preset), scaling.Max, targets);
    }

    private ServicePlacement PlacementOf(PlacementSettings placement, bool ends)
    {
        var pool = placement.Pool is null ? null : _settings.Pools[placement.Pool];
        var hardware = placement.Performance is null ? null : _settings.Performance[placement.Performance];
        PoolSettings[] wanted = [.. new[] { pool, hardware }.OfType<PoolSettings>()];
        return new ServicePlacement
        {
            Zones = placement.Zones ?? _preset.AcrossZones,
            Nodes = placement.Nodes ?? _preset.AcrossNodes,
            NodeLabels = wanted.SelectMany(nodes => nodes.Labels).DistinctBy(label => label.Key).ToImmutableSortedDictionary(StringComparer.Ordinal),
            Tolerations = [.. wanted.SelectMany(nodes => nodes.Tolerations), .. placement.Tolerations],
            Near = placement.Near,
            AwayFrom = placement.AwayFrom,
            PriorityClass = (placement.Priority ?? (ends ? null : _preset.PriorityName)) is { } priority ? _system.Qualify(priority) : null,
            RuntimeClass = placement.Runtime is null ? null : _system.Qualify(placement.Runtime),
        };
    }
}
