using System.Collections.Immutable;
using Infra.Backend.Images;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Resilience;
using Infra.Backend.Scaling;
using Infra.Backend.Settings;
using Infra.Backend.Traffic;
using Infra.Backend.Traffic.Ingresses;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend;

/// <param name="Service">The service's plan.</param>
/// <param name="Namespace">The name of its namespace, known once it exists.</param>
/// <param name="Predecessors">The services it calls or waits for that are declared before it.</param>
/// <param name="StackClaims">The claims of the stack's volumes by name.</param>
internal sealed record BackendServiceArgs(
    ServicePlan Service,
    Output<string> Namespace,
    ImmutableArray<BackendService> Predecessors,
    IReadOnlyDictionary<string, PersistentVolumeClaim> StackClaims
)
{
    /// <summary>The images that the stack builds.</summary>
    public BuiltImages Images { get; init; } = BuiltImages.None;
}

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

        var identity = new ServiceIdentity(
            new ServiceIdentityArgs(service, args.Namespace, Metadata(ServiceObject.ServiceAccount), Metadata),
            Own()
        );
        var volumes = new ServiceVolumes(service, args.StackClaims, Metadata, Own());
        var template = ServicePodTemplate.Create(
            new ServicePodTemplateArgs(
                service,
                identity.Name,
                new ServiceConfiguration(service, Metadata, Own()),
                new ServiceFiles(service, Metadata, Own()),
                volumes
            )
            {
                Images = args.Images,
            }
        );

        if (service.Version is null)
        {
            // It applies to the pods of all versions.
            _ = ServiceNetworkPolicy.Create(service, Metadata(), Own());
        }

        _workload = RunPods(template, volumes, identity);
        if (service.HasPodService)
        {
            _ = ServiceEndpoint.CreatePodService(service, Metadata(DerivedNames.PodService(service.Name)), Own());
        }

        if (service.Traffic is { } traffic)
        {
            PublicAddress = ReceiveRequests(service, traffic);
            foreach (var additional in traffic.Additional)
            {
                _ = ServiceEndpoint.CreateAdditional(service, traffic, additional, Metadata(additional), Own());
            }

            if (!traffic.Versions.IsEmpty)
            {
                _ = ServiceEndpoint.CreateStable(service, traffic, Metadata(traffic.Versions[0].Service), Own());
            }
        }

        if (service.Replicas.Scaling is { } scaling)
        {
            if (service.IsScaledByKeda)
            {
                _ = ScaledObject.Create(service, scaling, args.Namespace, AfterWorkload());
            }
            else
            {
                _ = Autoscaler.Create(service, scaling, Metadata(), Own());
            }

            if (service.ScheduledMinimums is { } schedule)
            {
                var minimum = new ScheduledMinimumArgs(service, schedule, args.Namespace);
                _ = new ScheduledMinimum(minimum, new ComponentResourceOptions { Parent = this });
            }
        }

        if (service.HasDisruptionBudget)
        {
            _ = DisruptionBudget.Create(service, Metadata(), Own());
        }

        RegisterOutputs(new Dictionary<string, object?> { ["image"] = args.Images.Find(service.Image), ["address"] = Address });
    }

    /// <summary>The name of its workload.</summary>
    public string Name { get; }

    /// <summary>The URL inside the cluster; null if it has no port.</summary>
    public string? Address { get; }

    /// <summary>The address for clients outside the cluster, known once the cluster has assigned it; null if it has none.</summary>
    public Output<string?> PublicAddress { get; } = Output.Create((string?)null);

    /// <summary>Creates the Service and the Ingress.</summary>
    /// <returns>The address for clients outside the cluster.</returns>
    private Output<string?> ReceiveRequests(ServicePlan service, ServiceTraffic traffic)
    {
        var endpoint = ServiceEndpoint.Create(service, traffic, Metadata(ServiceObject.Service), Own());
        if (traffic.Ingress is not { } plan)
        {
            return ServiceEndpoint.PublicAddress(endpoint);
        }

        // An Ingress is ready when the Service behind it has endpoints.
        var options = Own();
        options.DependsOn.Add(endpoint);
        return ServiceIngress.PublicAddress(ServiceIngress.Create(service, traffic, plan, Metadata(ServiceObject.Route), options));
    }

    private CustomResource RunPods(PodTemplateSpecArgs template, ServiceVolumes volumes, ServiceIdentity identity)
    {
        var (service, metadata, options) = (_args.Service, Metadata(ServiceObject.Workload), AfterPredecessors());
        if (identity.Binding is { } rights)
        {
            options.DependsOn.Add(rights);
        }

        return service.Kind switch
        {
            ServiceKind.Stateful => StatefulWorkload.Create(service, metadata, template, volumes, options),
            ServiceKind.Daemon => DaemonWorkload.Create(service, metadata, template, options),
            ServiceKind.Job => JobWorkload.CreateJob(service, metadata, template, options),
            ServiceKind.Cron => JobWorkload.CreateCronJob(service, metadata, template, options),
            _ => DeploymentWorkload.Create(service, metadata, template, options),
        };
    }

    private ObjectMetaArgs Metadata() => Metadata(_args.Service.Name);

    private ObjectMetaArgs Metadata(ServiceObject kind) => Metadata(_args.Service.Name, kind);

    private ObjectMetaArgs Metadata(string name) => Metadata(name, ServiceObject.Other);

    private ObjectMetaArgs Metadata(AdditionalService additional)
    {
        var labels = ServiceLabels.ForService(_args.Service);
        foreach (var (key, value) in additional.Labels)
        {
            labels[key] = value;
        }

        return new ObjectMetaArgs
        {
            Name = additional.Name,
            Namespace = _args.Namespace,
            Labels = labels,
        }.Annotate(ServiceAnnotations.ForService(_args.Service).SetItems(additional.Annotations));
    }

    /// <summary>Names are fixed rather than generated: people type them, and objects can be found again if the state is lost.</summary>
    private ObjectMetaArgs Metadata(string name, ServiceObject kind) =>
        new ObjectMetaArgs
        {
            Name = name,
            Namespace = _args.Namespace,
            Labels = ServiceLabels.ForService(_args.Service, kind),
        }.Annotate(ServiceAnnotations.ForService(_args.Service, kind));

    private CustomResourceOptions Own() => new() { Parent = this };

    private CustomResourceOptions AfterWorkload()
    {
        var options = Own();
        options.DependsOn.Add(_workload);
        return options;
    }

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
