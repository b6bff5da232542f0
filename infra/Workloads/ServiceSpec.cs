using System.Collections.Immutable;
using Infra.Resilience;
using Infra.Scaling;
using Infra.Settings;
using Infra.Settings.Values;

namespace Infra.Workloads;

/// <summary>A service with every decision made: what the catalogue says, and what follows from the stack where it says nothing.</summary>
internal sealed record ServiceSpec
{
    public required string Name { get; init; }

    public required SystemIdentity System { get; init; }

    public required ServiceKind Kind { get; init; }

    public required ImageReference Image { get; init; }

    public required ImmutableArray<string> Command { get; init; }

    public required ImmutableArray<string> Args { get; init; }

    /// <summary>Environment variables that anyone may read.</summary>
    public required ImmutableSortedDictionary<string, string> Environment { get; init; }

    /// <summary>Environment variables that nobody may read.</summary>
    public required ImmutableSortedDictionary<string, string> Secrets { get; init; }

    public required SizeSettings Resources { get; init; }

    public required ReplicaCount Replicas { get; init; }

    public required ServiceHealth? Health { get; init; }

    /// <summary>How long a pod still answers after it was told to end.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>How long it then has to finish.</summary>
    public required TimeSpan Finish { get; init; }

    public required Spreading AcrossZones { get; init; }

    public required Spreading AcrossNodes { get; init; }

    public required ServiceTraffic? Traffic { get; init; }

    /// <summary>The services this one calls.</summary>
    public required ImmutableArray<ServiceAddress> Calls { get; init; }

    /// <summary>The names of the services that call this one.</summary>
    public required ImmutableArray<string> Callers { get; init; }

    public required ImmutableArray<ExternalAddress> External { get; init; }

    public required ScheduleSettings? Schedule { get; init; }

    public required JobSettings Job { get; init; }

    public required string? Owner { get; init; }

    /// <summary>Pods that are expected to run for ever.</summary>
    public bool RunsForEver => Kind != ServiceKind.Cron;
}

/// <summary>The system a service belongs to.</summary>
/// <param name="Name">Of the whole system.</param>
/// <param name="Stack">Which of its environments.</param>
/// <param name="Namespace">Where it lives.</param>
internal sealed record SystemIdentity(string Name, string Stack, string Namespace);

/// <summary>How the cluster asks whether a pod is well: at a path of its port, or by a command.</summary>
internal sealed record ServiceHealth(string? Path, ImmutableArray<string> Command, Heartbeat Startup, Heartbeat Readiness, Heartbeat Liveness);

/// <summary>Where a service listens, and who may reach it from outside.</summary>
internal sealed record ServiceTraffic(int Port, Exposure Expose, ImmutableArray<string> Hosts);

/// <summary>Where another service of the same namespace answers.</summary>
internal sealed record ServiceAddress(string Name, string Namespace, int Port)
{
    public string Url => $"http://{Name}.{Namespace}.svc:{Port}";
}
