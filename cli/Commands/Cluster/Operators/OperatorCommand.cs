using System.CommandLine;

namespace Infra.Cli.Commands.Cluster.Operators;

/// <summary><c>infra cluster operator</c>: gives running simulated clusters the definitions of operators.</summary>
internal static class OperatorCommand
{
    public static Command Create() =>
        new InfraCommand(
            "operator",
            "Give a running simulated cluster operators of stores",
            ("infra cluster operator install cloudnative-pg --stack dev", "Let the stack's cluster run databases of CloudNativePG")
        )
        {
            InstallOperatorCommand.Create(),
            ListOperatorsCommand.Create(),
        };
}
