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

    /// <summary>
    /// The stack a command works on. One that has a stack file but no state yet is made: the file is what declares it.
    /// </summary>
    public static Task<StackName> StackAsync(ParseResult parsed, Option<string?> option, Workspace workspace, CancellationToken cancellationToken) =>
        StackAsync(parsed.GetValue(option), workspace, cancellationToken);

    /// <inheritdoc cref="StackAsync(ParseResult, Option{string?}, Workspace, CancellationToken)"/>
    public static async Task<StackName> StackAsync(string? given, Workspace workspace, CancellationToken cancellationToken)
    {
        var name = given ?? workspace.Selection.Selected;
        if (name is not null
            && StackName.Parse(name, workspace.Project.Name) is var stack
            && !workspace.Backend.Exists(stack)
            && File.Exists(workspace.Project.StackFile(stack.Name)))
        {
            await workspace.CreateStackAsync(name, cancellationToken);
        }

        return workspace.Resolve(name);
    }
}
