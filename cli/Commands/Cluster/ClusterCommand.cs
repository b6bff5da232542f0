using System.CommandLine;
using Infra.Cli.Commands.Cluster.Faults;
using Infra.Cli.Commands.Cluster.Metrics;
using Infra.Cli.Commands.Cluster.NodePools;
using Infra.Cli.Commands.Cluster.Operators;

namespace Infra.Cli.Commands.Cluster;

/// <summary><c>infra cluster</c>: manages a project's simulated clusters, and the credentials of those that its stacks create.</summary>
internal static class ClusterCommand
{
    public const string Name = "cluster";

    public static Command Create() =>
        new InfraCommand(
            Name,
            "Manage simulated Kubernetes clusters, for development and tests, and the credentials of clusters that stacks create",
            ("infra cluster start --stack dev", "Start the cluster of the stack dev"),
            ("export KUBECONFIG=$(infra cluster kubeconfig --stack dev)", "Point kubectl at it")
        )
        {
            InitializeClusterCommand.Create(),
            StartClusterCommand.Create(),
            StopClusterCommand.Create(),
            ClusterStatusCommand.Create(),
            ResetClusterCommand.Create(),
            KubeconfigCommand.Create(),
            FaultCommand.Create(),
            MetricCommand.Create(),
            NodePoolCommand.Create(),
            OperatorCommand.Create(),
            ServeClusterCommand.Create(),
        };
}
