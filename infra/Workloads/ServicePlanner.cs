using System.Collections.Immutable;
using Infra.Resilience;
using Infra.Scaling;
using Infra.Settings;

namespace Infra.Workloads;

/// <summary>Makes every decision the catalogue leaves open.</summary>
internal sealed class ServicePlanner
{
    private const string DefaultHealthPath = "/healthz";
    private const int DefaultCpuTarget = 70;

    private readonly StackSettings _settings;
    private readonly FaultTolerancePreset _preset;
    private readonly SystemIdentity _system;
    private readonly ILookup<string, string> _callers;

    private ServicePlanner(StackSettings settings, string stack)
    {
        _settings = settings;
        _preset = FaultTolerancePreset.Of(settings.FaultTolerance);
        _system = new SystemIdentity(settings.Name, stack, settings.NamespaceOrDefault());
        _callers = settings.Services
            .SelectMany(service => service.Value.Calls.Select(callee => (Callee: callee, Caller: service.Key)))
            .ToLookup(call => call.Callee, call => call.Caller);
    }

    /// <summary>The services in the order in which they can be deployed: each after those it calls.</summary>
    public static ImmutableArray<ServiceSpec> Plan(StackSettings settings, string stack)
    {
        var planner = new ServicePlanner(settings, stack);
        return [.. DeploymentOrder.Of(settings.Services).Select(name => planner.Plan(name, settings.Services[name]))];
    }

    private ServiceSpec Plan(string name, ServiceSettings service)
    {
        var calls = service.Calls.Select(AddressOf).ToImmutableArray();
        return new ServiceSpec
        {
            Name = name,
            System = _system,
            Kind = service.Kind,
            Image = service.Image.Resolve(),
            Command = service.Command,
            Args = service.Args,
            Environment = PlainVariables(service, calls),
            Secrets = service.Env.Where(IsSecret).ToImmutableSortedDictionary(variable => variable.Key, variable => variable.Value.Value!.Value.Value, StringComparer.Ordinal),
            Resources = service.Resources.Resolve(_settings.Sizes),
            Replicas = ReplicasOf(service),
            Health = HealthOf(service),
            Drain = service.Shutdown.Drain ?? (service.Port is null ? TimeSpan.Zero : _preset.Drain),
            Finish = service.Shutdown.Finish,
            AcrossZones = _preset.AcrossZones,
            AcrossNodes = _preset.AcrossNodes,
            Traffic = service.Port is { } port ? new ServiceTraffic(port, service.Traffic.Expose, service.Traffic.Hosts) : null,
            Calls = calls,
            Callers = [.. _callers[name].Order(StringComparer.Ordinal)],
            External = service.External,
            Schedule = service.Schedule,
            Job = service.Job,
            Owner = service.Owner,
        };
    }

    private ServiceAddress AddressOf(string service) => new(service, _system.Namespace, _settings.Services[service].Port!.Value);

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

    private ReplicaCount ReplicasOf(ServiceSettings service)
    {
        if (service.Kind == ServiceKind.Cron)
        {
            return ReplicaCount.Fixed(1);
        }

        if (service.Scaling is not { } scaling)
        {
            return ReplicaCount.Fixed(service.Replicas ?? _preset.Replicas);
        }

        var cpu = scaling.Cpu ?? (scaling.ScalesOnCpu ? DefaultCpuTarget : null);
        return new ReplicaCount(scaling.Min ?? Math.Min(_preset.Replicas, scaling.Max), scaling.Max, new UtilizationTargets(cpu, scaling.Memory));
    }

    private ServiceHealth? HealthOf(ServiceSettings service)
    {
        var path = service.Port is null || !service.Health.Command.IsEmpty ? null : service.Health.Path ?? DefaultHealthPath;
        if (path is null && service.Health.Command.IsEmpty)
        {
            return null;
        }

        var readiness = Heartbeat.DetectingWithin(service.Health.DetectWithin ?? _preset.DetectWithin);
        return new ServiceHealth(path, service.Health.Command, Heartbeat.StartingWithin(service.Health.StartWithin), readiness, readiness.Slower());
    }
}
