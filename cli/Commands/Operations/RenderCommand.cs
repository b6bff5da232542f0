using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Operations;
using Infra.Engine.Operations.Rendering;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra render</c>.</summary>
internal static class RenderCommand
{
    private const string KubernetesTypes = "kubernetes:";

    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var directory = new Option<string>("--out", "-o") { Description = "The folder to write into", HelpName = "DIR", Required = true };
        var parallel = CommonOptions.Parallel();
        var command = new InfraCommand(
            "render", "Write every Kubernetes object of a stack as a YAML file, in a folder for each cluster if there are several; no cluster is needed or touched",
            ("infra render --stack prod --out manifests", "Write the objects of the stack prod"),
            ("kubectl apply --server-side -R -f manifests", "Apply them without infra"))
        { stackOption, directory, parallel };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var workspace = WorkspaceAccess.Open(parsed);
            var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
            StackCluster.Announce(workspace, stack);
            var progress = new OperationProgress(TimeProvider.System);
            var options = new OperationOptions { Parallel = parsed.GetValue(parallel), Cancelled = cancellationToken, Aborted = Interrupts.Aborted };
            var rendering = await workspace.Operations(stack).RenderAsync(options, engineEvent => progress.Apply(engineEvent));
            if (rendering.Result != OperationResult.Succeeded)
            {
                foreach (var error in progress.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error))
                {
                    ErrorOutput.Write(parsed, error.Message);
                }

                return (int)(rendering.Result == OperationResult.Cancelled ? ExitCode.Cancelled : ExitCode.Error);
            }

            var target = Path.GetFullPath(parsed.GetRequiredValue(directory), WorkspaceAccess.Directory(parsed));
            var count = Write(rendering, target);
            Console.WriteLine($"{count} objects of the stack '{stack.Name}' are in {target}");
            if (rendering.Resources.Any(resource => resource.Inputs.ContainsSecrets()))
            {
                ErrorOutput.Warn(parsed, $"secrets stand in plain text in {target}: keep it out of version control, and delete it when it has served");
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static int Write(RenderOutcome rendering, string target)
    {
        var values = new JsonValues(showSecrets: true);
        RenderedResource[] objects = [.. rendering.Resources.Where(resource => resource.Type.StartsWith(KubernetesTypes, StringComparison.Ordinal))];
        var hasSeveralClusters = objects.DistinctBy(resource => resource.Provider, StringComparer.Ordinal).Skip(1).Any();
        foreach (var resource in objects)
        {
            var folder = hasSeveralClusters ? Path.Combine(target, FolderOf(resource.Provider)) : target;
            ManifestWriter.Write(folder, JsonNode.Parse(values.Text(resource.Inputs))!.AsObject());
        }

        return objects.Length;
    }

    /// <summary>A provider leads to a cluster, and its name is the program's choice.</summary>
    private static string FolderOf(string? provider) => provider is null
        ? "default"
        : string.Join('_', provider.Split(Path.GetInvalidFileNameChars())) switch { "" or "." or ".." => "_", var name => name };
}
