using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Resilience;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;
using Infra.Backend.Traffic;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend;

/// <param name="Service">The service's plan.</param>
/// <param name="Namespace">The name of its namespace, known once it exists.</param>
/// <param name="Predecessors">The services it calls or waits for that are declared before it.</param>
internal sealed record BackendServiceArgs(ServicePlan Service, Output<string> Namespace, ImmutableArray<BackendService> Predecessors);

/// <summary>A service or one of its versions, with all its Kubernetes objects.</summary>
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
        Address = service.Address?.Url;

        var account = new ServiceAccount(
            service.System.ResourceName(service.Name),
            new ServiceAccountArgs { Metadata = Metadata(), AutomountServiceAccountToken = false },
            Own()
        );
        var volumes = new ServiceVolumes(service, Metadata, Own());
        var template = ServicePods.CreateTemplate(
            new ServicePodsArgs(
                service,
                account.Metadata.Apply(meta => meta.Name),
                new ServiceConfiguration(service, Metadata, Own()),
                new ServiceFiles(service, Metadata, Own()),
                volumes
            )
        );

        if (service.Version is null)
        {
            // It applies to the pods of all versions.
            _ = ServiceNetworkPolicy.Create(service, Metadata(), Own());
        }

        _workload = RunPods(template, volumes);
        if (service.Kind == ServiceKind.Stateful || service.Traffic is { IsBalanced: true })
        {
            _ = ServiceEndpoint.CreatePodService(service, Metadata(ObjectNames.PodService(service.Name)), Own());
        }

        if (service.Traffic is { } traffic)
        {
            PublicAddress = ServiceEndpoint.PublicAddress(ServiceEndpoint.Create(service, traffic, Metadata(), Own()));
            if (!traffic.Versions.IsEmpty)
            {
                _ = ServiceEndpoint.CreateStable(service, traffic, Metadata(traffic.Versions[0].Service), Own());
            }
        }

        if (service.Replicas.Scaling is { } scaling)
        {
            _ = Autoscaler.Create(service, scaling, Metadata(), Own());
            if (service.ScheduledMinimums is { } schedule)
            {
                var minimum = new ScheduledMinimumArgs(service, schedule, args.Namespace);
                _ = new ScheduledMinimum(minimum, new ComponentResourceOptions { Parent = this });
            }
        }

        if (service.IsReplicated)
        {
            _ = DisruptionBudget.Create(service, Metadata(), Own());
        }

        RegisterOutputs(new Dictionary<string, object?> { ["image"] = service.Image.ToString(), ["address"] = Address });
    }

    /// <summary>The name of its workload.</summary>
    public string Name { get; }

    /// <summary>The URL inside the cluster; null if it has no port.</summary>
    public string? Address { get; }

    /// <summary>The address for clients outside the cluster, known once the cluster has assigned it; null if it has none.</summary>
    public Output<string?> PublicAddress { get; } = Output.Create((string?)null);

    private CustomResource RunPods(PodTemplateSpecArgs template, ServiceVolumes volumes) =>
        _args.Service.Kind switch
        {
            ServiceKind.Stateful => StatefulWorkload.Create(_args.Service, Metadata(), template, volumes, AfterPredecessors()),
            ServiceKind.Daemon => DaemonWorkload.Create(_args.Service, Metadata(), template, AfterPredecessors()),
            ServiceKind.Job => JobWorkload.CreateJob(_args.Service, Metadata(), template, AfterPredecessors()),
            ServiceKind.Cron => JobWorkload.CreateCronJob(_args.Service, Metadata(), template, AfterPredecessors()),
            _ => DeploymentWorkload.Create(_args.Service, Metadata(), template, AfterPredecessors()),
        };

    private ObjectMetaArgs Metadata() => Metadata(_args.Service.Name);

    /// <summary>Names are fixed rather than generated: people type them, and objects can be found again if the state is lost.</summary>
    private ObjectMetaArgs Metadata(string name) =>
        new()
        {
            Name = name,
            Namespace = _args.Namespace,
            Labels = ServiceLabels.ForService(_args.Service),
        };

    private CustomResourceOptions Own() => new() { Parent = this };

    /// <summary>A workload is created after those it calls or waits for are ready, and deleted before them.</summary>
    private CustomResourceOptions AfterPredecessors()
    {
        var options = Own();
        foreach (var predecessor in _args.Predecessors)
        {
            options.DependsOn.Add(predecessor._workload);
        }

        return options;
    }
}
