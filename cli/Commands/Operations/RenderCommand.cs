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
        var directory = new Option<string>("--out", "-o")
        {
            Description = "The folder to write to, with a subfolder per cluster if there are several",
            HelpName = "DIR",
            Required = true,
        };
        var parallel = CommonOptions.Parallel();
        var command = new InfraCommand(
            "render",
            "Write every Kubernetes object of a stack to a YAML file, without contacting a cluster",
            ("infra render --stack prod --out manifests", "Write the objects of the stack prod"),
            ("kubectl apply --server-side -R -f manifests", "Apply them without infra")
        )
        {
            stackOption,
            directory,
            parallel,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                var progress = new OperationProgress(TimeProvider.System);
                var options = new OperationOptions
                {
                    Parallel = parsed.GetValue(parallel),
                    Cancelled = cancellationToken,
                    Aborted = Interrupts.Aborted,
                    BeforeProgram = queries => new StackClusters(workspace).FindAsync(queries, cancellationToken),
                };
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
                    ErrorOutput.Warn(
                        parsed,
                        $"{target} contains secrets in plain text: keep it out of version control and delete it after use"
                    );
                }

                return (int)ExitCode.Success;
            }
        );
        return command;
    }

    private static int Write(RenderOutcome rendering, string target)
    {
        var values = new JsonValues(showSecrets: true);
        RenderedResource[] objects =
        [
            .. rendering.Resources.Where(resource => resource.Type.StartsWith(KubernetesTypes, StringComparison.Ordinal)),
        ];
        var hasSeveralClusters = objects.DistinctBy(resource => resource.Provider, StringComparer.Ordinal).Skip(1).Any();
        foreach (var resource in objects)
        {
            var folder = hasSeveralClusters ? Path.Combine(target, FolderName(resource.Provider)) : target;
            ManifestWriter.Write(folder, JsonNode.Parse(values.Text(resource.Inputs))!.AsObject());
        }

        return objects.Length;
    }

    // The program chooses the provider's name, so it may contain characters that are invalid in a file name.
    private static string FolderName(string? provider) =>
        provider is null
            ? "default"
            : string.Join('_', provider.Split(Path.GetInvalidFileNameChars())) switch
            {
                "" or "." or ".." => "_",
                var name => name,
            };
}
