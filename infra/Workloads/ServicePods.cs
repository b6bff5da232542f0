using Infra.Backend.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Workloads;

/// <param name="Service">What runs in them.</param>
/// <param name="Account">The ServiceAccount they run under.</param>
/// <param name="Configuration">Their environment.</param>
/// <param name="Files">Their files.</param>
/// <param name="Volumes">Their room on disk.</param>
internal sealed record ServicePodsArgs(ServiceSpec Service, Input<string> Account, ServiceConfiguration Configuration, ServiceFiles Files, ServiceVolumes Volumes);

/// <summary>The pods of a service.</summary>
internal static class ServicePods
{
    private const string ScratchVolume = "tmp";
    private const string ScratchPath = "/tmp";

    public static PodTemplateSpecArgs Of(ServicePodsArgs args) => new()
    {
        Metadata = new ObjectMetaArgs
        {
            Labels = ServiceLabels.OfPods(args.Service),
            Annotations = { ["infra/config-checksum"] = args.Configuration.Checksum },
        },
        Spec = PodOf(args),
    };

    private static PodSpecArgs PodOf(ServicePodsArgs args)
    {
        var service = args.Service;
        var pod = new PodSpecArgs
        {
            ServiceAccountName = args.Account,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            SecurityContext = PodSecurity.OfPod(),
            RestartPolicy = service.Restart.ToString(),
            TerminationGracePeriodSeconds = (service.Drain + service.Finish).WholeSeconds(),
            Containers = { MainContainer(args) },
            Volumes = Scratch(service).Concat(args.Files.Volumes()).Concat(args.Volumes.Volumes()).ToArray(),
        };
        var before = service.Sidecars.Select(sidecar => Sidecar(sidecar, args)).Concat(service.Init.Select(init => Companion(init, args))).ToArray();
        if (before.Length > 0)
        {
            pod.InitContainers = before;
        }

        if (!service.PullSecrets.IsEmpty)
        {
            pod.ImagePullSecrets = service.PullSecrets.Select(name => new LocalObjectReferenceArgs { Name = name }).ToArray();
        }

        Scheduling.AddTo(pod, service);
        return pod;
    }

    private static ContainerArgs MainContainer(ServicePodsArgs args)
    {
        var service = args.Service;
        var container = Container(new CompanionContainer(service.Name, service.Image, service.PullPolicy, service.Command, service.Args, service.Traffic?.Port, service.Resources), args);
        if (service.Traffic is { } traffic)
        {
            container.Ports = new ContainerPortArgs { Name = traffic.PortName, ContainerPortValue = traffic.Port };
        }

        if (service.Health is { } health)
        {
            Probes.AddTo(container, health, service.Traffic);
        }

        if (service.Drain > TimeSpan.Zero)
        {
            container.Lifecycle = new LifecycleArgs
            {
                PreStop = new LifecycleHandlerArgs { Sleep = new SleepActionArgs { Seconds = service.Drain.WholeSeconds() } },
            };
        }

        return container;
    }

    /// <summary>A container that is started before the service and ended after it.</summary>
    private static ContainerArgs Sidecar(CompanionContainer sidecar, ServicePodsArgs args)
    {
        var container = Companion(sidecar, args);
        container.RestartPolicy = "Always";
        return container;
    }

    private static ContainerArgs Companion(CompanionContainer companion, ServicePodsArgs args)
    {
        var container = Container(companion, args);
        if (companion.Port is { } port)
        {
            container.Ports = new ContainerPortArgs { ContainerPortValue = port };
        }

        return container;
    }

    private static ContainerArgs Container(CompanionContainer described, ServicePodsArgs args)
    {
        var container = new ContainerArgs
        {
            Name = described.Name,
            Image = described.Image.ToString(),
            Resources = Resources.Of(described.Resources),
            SecurityContext = PodSecurity.OfContainer(),
            VolumeMounts = ScratchMounts(args.Service).Concat(args.Files.Mounts()).Concat(args.Volumes.Mounts()).ToArray(),
        };
        if (args.Configuration.Sources() is { Length: > 0 } environment)
        {
            container.EnvFrom = environment;
        }

        if (!described.Environment.IsEmpty)
        {
            container.Env = described.Environment.Select(variable => new EnvVarArgs { Name = variable.Key, Value = variable.Value }).ToArray();
        }

        if (described.PullPolicy is { } pullPolicy)
        {
            container.ImagePullPolicy = pullPolicy.ToString();
        }

        if (!described.Command.IsEmpty)
        {
            container.Command = described.Command;
        }

        if (!described.Args.IsEmpty)
        {
            container.Args = described.Args;
        }

        return container;
    }

    /// <summary>The root file system is read-only, and most programs want to write somewhere.</summary>
    private static IEnumerable<VolumeArgs> Scratch(ServiceSpec service) =>
        HasScratch(service) ? [new VolumeArgs { Name = ScratchVolume, EmptyDir = new EmptyDirVolumeSourceArgs() }] : [];

    private static IEnumerable<VolumeMountArgs> ScratchMounts(ServiceSpec service) =>
        HasScratch(service) ? [new VolumeMountArgs { Name = ScratchVolume, MountPath = ScratchPath }] : [];

    private static bool HasScratch(ServiceSpec service) => service.Volumes.Values.All(volume => volume.Mount.TrimEnd('/') != ScratchPath);
}
