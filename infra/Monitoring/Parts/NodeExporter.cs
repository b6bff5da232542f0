using Infra.Backend.Planning.Monitoring;
using Pulumi;
using Pulumi.Kubernetes.Types.Inputs.Core.V1;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// node-exporter: exports metrics of each node. It shares the node's network and process namespaces and mounts its file system read-only,
/// and runs as an
/// unprivileged user without capabilities.
/// </summary>
internal sealed class NodeExporter : MonitoringPart
{
    private const int Port = 9100;
    private const int NobodyUser = 65534;

    public NodeExporter(MonitoringPlan plan, MonitoringNamespaces namespaces, ComponentResourceOptions options)
        : base(nameof(NodeExporter), plan, namespaces, options, onNodes: true)
    {
        DeployOnNodes(
            new PartSpec
            {
                Name = PartNames.NodeExporter,
                Image = plan.ResolveImage(MonitoringImage.NodeExporter),
                Args =
                [
                    "--path.rootfs=/host",
                    $"--web.listen-address=:{Port}",
                    "--no-collector.wifi",
                    "--collector.filesystem.mount-points-exclude=^/(dev|proc|sys|run/containerd/.+|var/lib/(docker|containerd|kubelet)/.+)($|/)",
                    "--collector.netdev.device-exclude=^(veth.*|[a-f0-9]{15})$",
                    "--collector.netclass.ignored-devices=^(veth.*|[a-f0-9]{15})$",
                ],
                Resources = PartSizes.OnEachNode,
                Port = Port,
                ReadinessPath = "/",
                LivenessPath = "/",
                NodeAccess = new NodeAccess(NobodyUser, [], SharesNetwork: true, SharesProcesses: true),
                Volumes = [PartVolumes.FromNode("root", "/")],
                Mounts = [RootMount()],
            }
        );
        RegisterOutputs();
    }

    /// <summary>The propagation makes later mounts of the node visible.</summary>
    private static VolumeMountArgs RootMount()
    {
        var mount = PartVolumes.ReadOnly("root", "/host");
        mount.MountPropagation = "HostToContainer";
        return mount;
    }
}
