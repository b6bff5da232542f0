using System.CommandLine;

namespace Infra.Cli.Commands.Ci;

/// <summary><c>infra ci</c>: what deployment jobs need beyond the other commands.</summary>
internal static class CiCommand
{
    public static Command Create() =>
        new InfraCommand("ci", "Support deployment jobs on CI systems")
        {
            InitializePipelinesCommand.Create(),
            CommentCommand.Create(),
            IssueCommand.Create(),
        };
}
