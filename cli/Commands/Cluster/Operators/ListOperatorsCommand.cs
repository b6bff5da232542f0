using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Simulator.Operators;

namespace Infra.Cli.Commands.Cluster.Operators;

/// <summary><c>infra cluster operator list</c>.</summary>
internal static class ListOperatorsCommand
{
    public static Command Create()
    {
        var command = new InfraCommand(
            "list",
            "Show the operators that a simulated cluster stands in for",
            ("infra cluster operator list", "Show their names, versions and kinds")
        );
        command.SetAction(_ =>
        {
            TextTable.Write(
                ["NAME", "OPERATOR", "VERSION", "KINDS"],
                OperatorDefinitions.All.Select(definitions =>
                    new[] { definitions.Name, definitions.Title, definitions.Version, string.Join(", ", definitions.Kinds) }
                )
            );
            return 0;
        });
        return command;
    }
}
