using Infra.Backend.Images;
using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <param name="Service">The service that runs in the pods.</param>
/// <param name="Account">The name of their ServiceAccount.</param>
/// <param name="Configuration">The source of their environment.</param>
/// <param name="Files">Their files.</param>
/// <param name="Volumes">Their volumes.</param>
internal sealed record ServicePodTemplateArgs(
    ServicePlan Service,
    Input<string> Account,
    ServiceConfiguration Configuration,
    ServiceFiles Files,
    ServiceVolumes Volumes
)
{
    /// <summary>The images that the stack builds.</summary>
    public BuiltImages Images { get; init; } = BuiltImages.None;
}

/// <summary>The pod template of a service.</summary>
internal static class ServicePodTemplate
{
    private const string ScratchVolume = "tmp";
    private const string ScratchPath = "/tmp";

    public static PodTemplateSpecArgs Create(ServicePodTemplateArgs args) =>
        new()
        {
            Metadata = new ObjectMetaArgs
            {
                Labels = ServiceLabels.ForPods(args.Service),
                Annotations = { ["infra/config-checksum"] = args.Configuration.Checksum },
            }.Annotate(ServiceAnnotations.ForService(args.Service, ServiceObject.Pod)),
            Spec = PodSpec(args),
        };

    private static PodSpecArgs PodSpec(ServicePodTemplateArgs args)
    {
        var service = args.Service;
        var pod = new PodSpecArgs
        {
            ServiceAccountName = args.Account,
            AutomountServiceAccountToken = service.Account.HasToken,
            EnableServiceLinks = false,
            SecurityContext = PodSecurity.ForPod(service.Security),
            RestartPolicy = service.Restart.ToString(),
            TerminationGracePeriodSeconds = (service.Drain + service.Finish).WholeSeconds(),
            Containers = { MainContainer(args) },
            Volumes = Scratch(service).Concat(args.Files.Volumes()).Concat(args.Volumes.Volumes()).ToArray(),
        };
        var sidecars = service.Sidecars.Select(sidecar => Sidecar(sidecar, args));
        var initContainers = service.InitContainers.Select(container => Container(container, args));
        if (sidecars.Concat(initContainers).ToArray() is { Length: > 0 } containers)
        {
            pod.InitContainers = containers;
        }

        if (!service.PullSecrets.IsEmpty)
        {
            pod.ImagePullSecrets = service.PullSecrets.Select(name => new LocalObjectReferenceArgs { Name = name }).ToArray();
        }

        if (!service.Security.UsesHostUsers)
        {
            pod.HostUsers = false;
        }

        PodFields.AddTo(pod, service.Pod);
        Scheduling.AddTo(pod, service);
        return pod;
    }

    private static ContainerArgs MainContainer(ServicePodTemplateArgs args)
    {
        var service = args.Service;
        return Container(
            new ContainerPlan
            {
                Name = service.Name,
                Image = service.Image,
                PullPolicy = service.PullPolicy,
                Command = service.Command,
                Args = service.Args,
                Ports = service.Ports,
                Health = service.Health,
                Resources = service.Resources,
                Security = service.Security.Container,
                Mounts = service.Mounts,
                Process = WithDrain(service),
                Variables = service.Variables,
            },
            args
        );
    }

    /// <summary>A pod that terminates keeps answering while proxies remove it, unless it has a hook of its own.</summary>
    private static ProcessPlan WithDrain(ServicePlan service) =>
        service.Drain > TimeSpan.Zero && service.Process.PreStop is null
            ? service.Process with
            {
                PreStop = new LifecycleHook { Sleep = service.Drain },
            }
            : service.Process;

    /// <summary>An init container that keeps running: Kubernetes starts it before the service and stops it after it.</summary>
    private static ContainerArgs Sidecar(ContainerPlan sidecar, ServicePodTemplateArgs args)
    {
        var container = Container(sidecar, args);
        container.RestartPolicy = "Always";
        return container;
    }

    private static ContainerArgs Container(ContainerPlan plan, ServicePodTemplateArgs args)
    {
        var container = new ContainerArgs
        {
            Name = plan.Name,
            Image = args.Images.Find(plan.Image),
            Resources = ContainerResources.Create(plan.Resources),
            SecurityContext = PodSecurity.ForContainer(plan.Security, args.Service.Security),
            VolumeMounts = ScratchMounts(plan, args.Service)
                .Concat(args.Files.Mounts())
                .Concat(ServiceVolumes.Mounts(plan.Mounts))
                .ToArray(),
        };
        if (!plan.Ports.IsEmpty)
        {
            container.Ports = plan.Ports.Select(Port).ToArray();
        }

        if (plan.Health is { } health)
        {
            Probes.AddTo(container, health);
        }

        args.Configuration.AddTo(container, plan);
        if (plan.PullPolicy is { } pullPolicy)
        {
            container.ImagePullPolicy = pullPolicy.ToString();
        }

        if (!plan.Command.IsEmpty)
        {
            container.Command = plan.Command;
        }

        if (!plan.Args.IsEmpty)
        {
            container.Args = plan.Args;
        }

        ContainerProcess.AddTo(container, plan.Process);

        return container;
    }

    private static ContainerPortArgs Port(ContainerPort port)
    {
        var args = new ContainerPortArgs { ContainerPortValue = port.Number };
        if (port.Name is { } name)
        {
            args.Name = name;
        }

        if (port.Protocol.Transport() is var transport and not "TCP")
        {
            args.Protocol = transport;
        }

        return args;
    }

    /// <summary>A writable /tmp for the containers whose root file system is read-only.</summary>
    private static IEnumerable<VolumeArgs> Scratch(ServicePlan service) =>
        HasScratch(service) ? [new VolumeArgs { Name = ScratchVolume, EmptyDir = new EmptyDirVolumeSourceArgs() }] : [];

    private static IEnumerable<VolumeMountArgs> ScratchMounts(ContainerPlan container, ServicePlan service) =>
        HasFilesAtScratch(service) || !NeedsScratch(container.Security, container.Mounts)
            ? []
            : [new VolumeMountArgs { Name = ScratchVolume, MountPath = ScratchPath }];

    private static bool HasScratch(ServicePlan service) =>
        !HasFilesAtScratch(service)
        && service
            .InitContainers.Concat(service.Sidecars)
            .Select(container => (container.Security, container.Mounts))
            .Prepend((service.Security.Container, service.Mounts))
            .Any(container => NeedsScratch(container.Item1, container.Item2));

    private static bool HasFilesAtScratch(ServicePlan service) => service.Files.Any(file => file.Path.TrimEnd('/') == ScratchPath);

    private static bool NeedsScratch(ContainerSecurityContext security, IEnumerable<PlannedMount> mounts) =>
        !security.WritableRoot && mounts.All(mount => mount.Path.TrimEnd('/') != ScratchPath);
}
