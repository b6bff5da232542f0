using Infra.Resilience;
using Infra.Settings.Values;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Workloads;

/// <summary>The pods of a service.</summary>
internal static class ServicePods
{
    public const string PortName = "http";

    private const string ScratchVolume = "tmp";

    public static PodTemplateSpecArgs Of(ServiceSpec service, ServiceConfiguration configuration, Input<string> serviceAccount) => new()
    {
        Metadata = new ObjectMetaArgs
        {
            Labels = ServiceLabels.OfPods(service),
            Annotations = { ["infra/config-checksum"] = configuration.Checksum },
        },
        Spec = PodOf(service, configuration, serviceAccount),
    };

    private static PodSpecArgs PodOf(ServiceSpec service, ServiceConfiguration configuration, Input<string> serviceAccount)
    {
        var pod = new PodSpecArgs
        {
            ServiceAccountName = serviceAccount,
            AutomountServiceAccountToken = false,
            EnableServiceLinks = false,
            SecurityContext = PodSecurity.OfPod(),
            TerminationGracePeriodSeconds = (service.Drain + service.Finish).WholeSeconds(),
            Containers = { ContainerOf(service, configuration) },
            Volumes = { new VolumeArgs { Name = ScratchVolume, EmptyDir = new EmptyDirVolumeSourceArgs() } },
        };
        if (service.RunsForEver)
        {
            pod.TopologySpreadConstraints = TopologySpread.Of(service);
        }
        else
        {
            pod.RestartPolicy = "Never";
        }

        return pod;
    }

    private static ContainerArgs ContainerOf(ServiceSpec service, ServiceConfiguration configuration)
    {
        var container = new ContainerArgs
        {
            Name = service.Name,
            Image = service.Image.ToString(),
            EnvFrom = configuration.Sources(),
            Resources = Resources.Of(service.Resources),
            SecurityContext = PodSecurity.OfContainer(),
            VolumeMounts = { new VolumeMountArgs { Name = ScratchVolume, MountPath = "/tmp" } },
        };
        if (!service.Command.IsEmpty)
        {
            container.Command = service.Command;
        }

        if (!service.Args.IsEmpty)
        {
            container.Args = service.Args;
        }

        if (service.Traffic is { } traffic)
        {
            container.Ports = new ContainerPortArgs { Name = PortName, ContainerPortValue = traffic.Port };
        }

        if (service.Health is { } health)
        {
            Probes.AddTo(container, health);
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
}
