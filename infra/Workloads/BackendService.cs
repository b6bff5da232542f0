using System.Collections.Immutable;
using Infra.Resilience;
using Infra.Scaling;
using Infra.Settings;
using Infra.Traffic;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Workloads;

/// <param name="Service">What to run.</param>
/// <param name="Namespace">Where to run it, known once it exists.</param>
/// <param name="Callees">The services it calls that are deployed before it.</param>
internal sealed record BackendServiceArgs(ServiceSpec Service, Output<string> Namespace, ImmutableArray<BackendService> Callees);

/// <summary>A service of the catalogue and everything that belongs to it.</summary>
internal sealed class BackendService : ComponentResource
{
    private readonly BackendServiceArgs _args;

    public BackendService(BackendServiceArgs args, ComponentResourceOptions options)
        : base("infra:workloads:BackendService", args.Service.Name, options)
    {
        _args = args;
        var service = args.Service;
        var account = new ServiceAccount(service.Name, new ServiceAccountArgs
        {
            Metadata = Metadata(),
            AutomountServiceAccountToken = false,
        }, Own());
        var configuration = new ServiceConfiguration(service, Metadata, Own());
        var template = ServicePods.Of(service, configuration, account.Metadata.Apply(meta => meta.Name));

        _ = NetworkBoundary.Around(service, Metadata(), Own());
        Workload = service.Kind == ServiceKind.Cron
            ? CronWorkload.Of(service, Metadata(), template, After(args.Callees))
            : DeploymentWorkload.Of(service, Metadata(), template, After(args.Callees));

        if (service.Traffic is { } traffic)
        {
            _ = ServiceEndpoint.InFrontOf(service, traffic, Metadata(), Own());
        }

        if (service.Replicas.Targets is { } targets)
        {
            _ = Autoscaler.Of(service, targets, Metadata(), Own());
        }

        if (service.RunsForEver)
        {
            _ = DisruptionBudget.Of(service, Metadata(), Own());
        }

        Name = service.Name;
        Address = service.Traffic is null ? null : new ServiceAddress(service.Name, service.System.Namespace, service.Traffic.Port).Url;
        RegisterOutputs(new Dictionary<string, object?> { ["image"] = service.Image.ToString(), ["address"] = Address });
    }

    /// <summary>The service's name in the catalogue.</summary>
    public string Name { get; }

    /// <summary>Where other services reach it; null if it listens to nobody.</summary>
    public string? Address { get; }

    /// <summary>What runs the pods. It is ready when they are.</summary>
    private CustomResource Workload { get; }

    /// <summary>Names are chosen, not generated: people type them, and the state can be lost without losing the objects.</summary>
    private ObjectMetaArgs Metadata() => new()
    {
        Name = _args.Service.Name,
        Namespace = _args.Namespace,
        Labels = ServiceLabels.All(_args.Service),
    };

    private CustomResourceOptions Own() => new() { Parent = this };

    /// <summary>A service starts when those it calls are ready, and ends before they do.</summary>
    private CustomResourceOptions After(ImmutableArray<BackendService> callees)
    {
        var options = Own();
        foreach (var callee in callees)
        {
            options.DependsOn.Add(callee.Workload);
        }

        return options;
    }
}
