using System.CommandLine;

namespace Infra.Cli.Commands.Cluster.NodePools;

/// <summary><c>infra cluster node-pool</c>: declares the node pools of running simulated clusters.</summary>
internal static class NodePoolCommand
{
    public static Command Create() =>
        new InfraCommand(
            "node-pool",
            "Declare the node pools of a running simulated cluster",
            (
                "infra cluster node-pool add gpu --nodes 2 --taint gpu=true:NoSchedule --stack dev",
                "Add two nodes for pods that tolerate them"
            )
        )
        {
            AddNodePoolCommand.Create(),
            ResizeNodePoolCommand.Create(),
            ListNodePoolsCommand.Create(),
            RemoveNodePoolCommand.Create(),
        };

    /// <summary>Creates the argument of a pool's name.</summary>
    public static Argument<string> CreateName() => new("NAME") { Description = "The pool's name, the start of its nodes' names" };

    /// <summary>Creates the option of a number.</summary>
    public static Option<int> CreateNumber(string name, string description, int? usual, int minimum, int maximum)
    {
        var option = new Option<int>(name)
        {
            Description = usual is null ? description : $"{description} (default: {usual})",
            HelpName = "N",
            Required = usual is null,
        };
        if (usual is { } number)
        {
            option.DefaultValueFactory = _ => number;
        }

        option.Validators.Add(result =>
        {
            if (!result.AreNumbers(minimum, maximum))
            {
                result.AddError($"{name} takes a whole number from {minimum} to {maximum}.");
            }
        });
        return option;
    }
}
