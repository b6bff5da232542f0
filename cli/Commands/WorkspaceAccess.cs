using System.CommandLine;
using Infra.Engine.Docker;
using Infra.Engine.Kubernetes;
using Infra.Engine.Operations;
using Infra.Engine.State;

namespace Infra.Cli.Commands;

/// <summary>Opens the project and the stack that the command line selects.</summary>
internal static class WorkspaceAccess
{
    /// <summary>The working directory: <c>--cwd</c> or the current one.</summary>
    public static string Directory(ParseResult parsed)
    {
        var directory = Path.GetFullPath(parsed.GetValue(CommonOptions.WorkingDirectory) ?? ".");
        return System.IO.Directory.Exists(directory) ? directory : throw new UsageException($"--cwd: there is no directory {directory}");
    }

    /// <summary>Opens the project of the working directory.</summary>
    public static Workspace Open(ParseResult parsed) => Open(parsed, new KubernetesProviderFactory());

    /// <summary>Opens the project of the working directory with a provider of Kubernetes resources.</summary>
    public static Workspace Open(ParseResult parsed, KubernetesProviderFactory kubernetes) => Open(parsed, kubernetes, Directory(parsed));

    /// <summary>Opens the project of the working directory without its backend and secrets.</summary>
    public static Workspace OpenWithoutSecrets(ParseResult parsed) =>
        Open(parsed, new KubernetesProviderFactory(), Directory(parsed), withholdsSecrets: true);

    /// <summary>Finds the selected stack. A stack with a stack file but no state is created: the file declares it.</summary>
    public static Task<StackName> StackAsync(
        ParseResult parsed,
        Option<string?> option,
        Workspace workspace,
        CancellationToken cancellationToken
    ) => workspace.ResolveOrCreateAsync(parsed.GetValue(option), cancellationToken);

    private static Workspace Open(
        ParseResult parsed,
        KubernetesProviderFactory kubernetes,
        string directory,
        bool withholdsSecrets = false
    ) =>
        Workspace.Open(
            CommandHost
                .Of(parsed)
                .Adapt(
                    new WorkspaceOptions
                    {
                        Directory = directory,
                        WithholdsSecrets = withholdsSecrets || CommonOptions.WithholdsSecrets(parsed),
                        BackendUrl = parsed.GetValue(CommonOptions.Backend),
                        Providers = [kubernetes, new DockerProviderFactory()],
                    }
                )
        );
}
