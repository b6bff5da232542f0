using System.CommandLine;
using Infra.Engine.Kubernetes;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands;

/// <summary>Opens the project and the stack that a command line means.</summary>
internal static class WorkspaceAccess
{
    /// <summary>The folder the command works in.</summary>
    public static string Directory(ParseResult parsed)
    {
        var directory = Path.GetFullPath(parsed.GetValue(CommonOptions.WorkingDirectory) ?? ".");
        return System.IO.Directory.Exists(directory)
            ? directory
            : throw new UsageException($"--cwd: there is no directory {directory}");
    }

    /// <summary>The project of that folder.</summary>
    public static Workspace Open(ParseResult parsed) => Workspace.Open(new WorkspaceOptions
    {
        Directory = Directory(parsed),
        BackendUrl = parsed.GetValue(CommonOptions.Backend),
        Providers = [new KubernetesProviderFactory()],
    });

    /// <summary>The stack a command works on. One that has a stack file but no state yet is made: the file is what declares it.</summary>
    public static Task<StackName> StackAsync(ParseResult parsed, Option<string?> option, Workspace workspace, CancellationToken cancellationToken) =>
        workspace.ResolveOrCreateAsync(parsed.GetValue(option), cancellationToken);
}
