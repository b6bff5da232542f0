using Infra.Backend.Metadata;
using Infra.Backend.Planning;
using Infra.Backend.Settings.Values;
using Infra.Backend.Workloads;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;
using Pulumi.Kubernetes.Types.Inputs.Meta.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>Creates the pod template of a part: restricted, with probes and topology spread, and a token only where it is needed.</summary>
internal static class PartPods
{
    public const string PortName = "http";

    private const int ProbePeriod = 10;

    public static PodTemplateSpecArgs Create(PartSpec part, SystemIdentity system, Output<string> account)
    {
        var metadata = new ObjectMetaArgs { Labels = PartLabels.ForPart(part.Name, system) };
        if (part.Checksum is { } checksum)
        {
            metadata.Annotations = new InputMap<string> { ["infra/config-checksum"] = checksum };
        }

        _ = metadata.Annotate(system.Annotations);

        var pod = new PodSpecArgs
        {
            ServiceAccountName = account,
            AutomountServiceAccountToken = part.UsesKubernetes,
            EnableServiceLinks = false,
            SecurityContext = part.NodeAccess is { } access ? AgentPodSecurity(access) : PodSecurity.ForPod(),
            TerminationGracePeriodSeconds = part.FinishWithin.WholeSeconds(),
            InitContainers = part.InitContainers,
            Containers = { Container(part) },
            Volumes = part.Volumes,
        };
        if (part.NodeAccess is { } node)
        {
            pod.HostNetwork = node.SharesNetwork;
            pod.HostPID = node.SharesProcesses;

            // Nodes are monitored in any condition, so every taint is tolerated.
            pod.Tolerations = new InputList<TolerationArgs> { new TolerationArgs { Operator = "Exists" } };
            pod.PriorityClassName = "system-node-critical";
        }
        else
        {
            pod.TopologySpreadConstraints = new InputList<TopologySpreadConstraintArgs>
            {
                Over("topology.kubernetes.io/zone", part, system),
                Over("kubernetes.io/hostname", part, system),
            };
        }

        return new PodTemplateSpecArgs { Metadata = metadata, Spec = pod };
    }

    private static ContainerArgs Container(PartSpec part)
    {
        var container = new ContainerArgs
        {
            Name = part.Name,
            Image = part.Image.ToString(),
            Args = part.Args,
            Env = part.Environment,
            Resources = ContainerResources.Create(part.Resources),
            SecurityContext = part.NodeAccess is { } access ? AgentContainerSecurity(access) : PodSecurity.ForContainer(),
            VolumeMounts = part.Mounts,
            StartupProbe = Probe(part, part.ReadinessPath, Math.Max(1, (int)(part.StartWithin.TotalSeconds / 2)), period: 2),
            ReadinessProbe = Probe(part, part.ReadinessPath, 3, ProbePeriod),
            LivenessProbe = Probe(part, part.LivenessPath, 6, ProbePeriod),
        };
        foreach (var (name, port) in part.OtherPorts.Prepend((PortName, part.Port)))
        {
            container.Ports.Add(new ContainerPortArgs { Name = name, ContainerPortValue = port });
        }

        return container;
    }

    private static ProbeArgs Probe(PartSpec part, string path, int failures, int period)
    {
        var get = new HTTPGetActionArgs { Path = path, Port = part.ProbePort ?? part.Port };
        if (part.IsProbedByTls)
        {
            get.Scheme = "HTTPS";
        }

        return new ProbeArgs
        {
            HttpGet = get,
            PeriodSeconds = period,
            TimeoutSeconds = period == ProbePeriod ? 3 : 1,
            FailureThreshold = failures,
        };
    }

    private static TopologySpreadConstraintArgs Over(string topology, PartSpec part, SystemIdentity system) =>
        new()
        {
            TopologyKey = topology,
            MaxSkew = 1,
            WhenUnsatisfiable = "ScheduleAnyway",
            LabelSelector = new LabelSelectorArgs { MatchLabels = PartLabels.Selector(part.Name, system) },
        };

    private static PodSecurityContextArgs AgentPodSecurity(NodeAccess access) =>
        new()
        {
            RunAsNonRoot = access.User != 0,
            RunAsUser = access.User,
            RunAsGroup = access.User,
            SeccompProfile = new SeccompProfileArgs { Type = "RuntimeDefault" },
        };

    private static SecurityContextArgs AgentContainerSecurity(NodeAccess access)
    {
        var security = PodSecurity.ForContainer();
        security.RunAsNonRoot = access.User != 0;
        var capabilities = new CapabilitiesArgs { Drop = { "ALL" } };
        if (!access.Capabilities.IsEmpty)
        {
            capabilities.Add = access.Capabilities;
        }

        security.Capabilities = capabilities;
        return security;
    }
}
