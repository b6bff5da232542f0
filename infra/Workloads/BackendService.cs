using System.Collections.Immutable;
using Infra.Backend.Resilience;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;
using Infra.Backend.Traffic;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <param name="Service">What to run.</param>
/// <param name="Namespace">Where to run it, known once it exists.</param>
/// <param name="Callees">The services it calls that are deployed before it.</param>
internal sealed record BackendServiceArgs(ServiceSpec Service, Output<string> Namespace, ImmutableArray<BackendService> Callees);

/// <summary>A service of the catalogue and everything that belongs to it.</summary>
internal sealed class BackendService : ComponentResource
{
    private readonly BackendServiceArgs _args;
    private readonly CustomResource _workload;

    public BackendService(BackendServiceArgs args, ComponentResourceOptions options)
        : base("infra:workloads:BackendService", args.Service.System.ResourceName(args.Service.Name), options)
    {
        _args = args;
        var service = args.Service;
        Name = service.Name;
        Address = service.Traffic is { } port ? new ServiceAddress(service.Name, service.System.Namespace, port.PublicPort, port.Protocol).Url : null;

        var account = new ServiceAccount(service.System.ResourceName(service.Name), new ServiceAccountArgs { Metadata = Metadata(), AutomountServiceAccountToken = false }, Own());
        var volumes = new ServiceVolumes(service, Metadata, Own());
        var template = ServicePods.Of(new ServicePodsArgs(
            service,
            account.Metadata.Apply(meta => meta.Name),
            new ServiceConfiguration(service, Metadata, Own()),
            new ServiceFiles(service, Metadata, Own()),
            volumes));

        if (service.Version is null)
        {
            // Drawn around all versions of a service.
            _ = NetworkBoundary.Around(service, Metadata(), Own());
        }

        _workload = RunPods(template, volumes);
        if (service.Kind == ServiceKind.Stateful || service.Traffic is { IsBalanced: true })
        {
            _ = ServiceEndpoint.NamingPodsOf(service, Metadata(ServiceEndpoint.PodsOf(service.Name)), Own());
        }

        if (service.Traffic is { } traffic)
        {
            PublicAddress = ServiceEndpoint.PublicAddressOf(ServiceEndpoint.InFrontOf(service, traffic, Metadata(), Own()));
            if (!traffic.Versions.IsEmpty)
            {
                _ = ServiceEndpoint.InFrontOfStable(service, traffic, Metadata(traffic.Versions[0].Service), Own());
            }
        }

        if (service.Replicas.Targets is { } targets)
        {
            _ = Autoscaler.Of(service, targets, Metadata(), Own());
            if (service.MinimumsByTheClock is { } schedule)
            {
                _ = new ScheduledMinimum(new ScheduledMinimumArgs(service, schedule, args.Namespace), new ComponentResourceOptions { Parent = this });
            }
        }

        if (service.IsReplicated)
        {
            _ = DisruptionBudget.Of(service, Metadata(), Own());
        }

        RegisterOutputs(new Dictionary<string, object?> { ["image"] = service.Image.ToString(), ["address"] = Address });
    }

    /// <summary>The service's name in the catalogue.</summary>
    public string Name { get; }

    /// <summary>Where other services reach it; null if it listens to nobody.</summary>
    public string? Address { get; }

    /// <summary>Where the outside reaches it, known once the cluster has given it an address; null if it gives none.</summary>
    public Output<string?> PublicAddress { get; } = Output.Create((string?)null);

    private CustomResource RunPods(PodTemplateSpecArgs template, ServiceVolumes volumes) => _args.Service.Kind switch
    {
        ServiceKind.Stateful => StatefulWorkload.Of(_args.Service, Metadata(), template, volumes, AfterCallees()),
        ServiceKind.Daemon => DaemonWorkload.Of(_args.Service, Metadata(), template, AfterCallees()),
        ServiceKind.Job => JobWorkload.Once(_args.Service, Metadata(), template, AfterCallees()),
        ServiceKind.Cron => JobWorkload.ByTheClock(_args.Service, Metadata(), template, AfterCallees()),
        _ => DeploymentWorkload.Of(_args.Service, Metadata(), template, AfterCallees()),
    };

    private ObjectMetaArgs Metadata() => Metadata(_args.Service.Name);

    /// <summary>Names are chosen, not generated: people type them, and the state can be lost without losing the objects.</summary>
    private ObjectMetaArgs Metadata(string name) => new() { Name = name, Namespace = _args.Namespace, Labels = ServiceLabels.All(_args.Service) };

    private CustomResourceOptions Own() => new() { Parent = this };

    /// <summary>A service starts when those it calls are ready, and ends before they do.</summary>
    private CustomResourceOptions AfterCallees()
    {
        var options = Own();
        foreach (var callee in _args.Callees)
        {
            options.DependsOn.Add(callee._workload);
        }

        return options;
    }
}
