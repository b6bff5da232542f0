using System.CommandLine;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster</c>: the simulated clusters of a project.</summary>
internal static class ClusterCommand
{
    public static Command Create() => new InfraCommand(
        "cluster",
        "Start, stop and look at simulated Kubernetes clusters: for trying, testing and rehearsing, never for production",
        ("infra cluster start --stack dev", "Start the cluster that the stack dev lands on"),
        ("export KUBECONFIG=$(infra cluster kubeconfig --stack dev)", "Point kubectl at it"))
    {
        StartClusterCommand.Create(),
        StopClusterCommand.Create(),
        ClusterStatusCommand.Create(),
        ResetClusterCommand.Create(),
        KubeconfigCommand.Create(),
        ServeClusterCommand.Create(),
    };
}
