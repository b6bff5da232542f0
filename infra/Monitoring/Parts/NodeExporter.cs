using Pulumi;

namespace Infra.Backend.Monitoring.Parts;

/// <summary>
/// node-exporter: measures the machine each node is. Its exceptions: the node's network and processes, to count them, and its file system, to read it.
/// It runs as an ordinary user without capabilities.
/// </summary>
internal sealed class NodeExporter : MonitoringPart
{
    private const int Port = 9100;
    private const int Nobody = 65534;

    public NodeExporter(MonitoringPlan plan, MonitoringHome home, ComponentResourceOptions options)
        : base(nameof(NodeExporter), plan, home, options, onNodes: true)
    {
        DeployOnNodes(new PartSpec
        {
            Name = PartNames.NodeExporter,
            Image = plan.ImageOf(MonitoringImage.NodeExporter),
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
            ReadyPath = "/",
            AlivePath = "/",
            NodeAccess = new NodeAccess(Nobody, [], SharesNetwork: true, SharesProcesses: true),
            Volumes = [PartVolumes.OfNode("root", "/")],
            Mounts = [OfRoot()],
        });
        RegisterOutputs();
    }

    /// <summary>Mounts that appear on the node later appear here as well.</summary>
    private static Pulumi.Kubernetes.Types.Inputs.Core.V1.VolumeMountArgs OfRoot()
    {
        var mount = PartVolumes.ReadOnly("root", "/host");
        mount.MountPropagation = "HostToContainer";
        return mount;
    }
}
