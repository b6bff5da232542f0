using System.CommandLine;
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
        var showSecrets = new Option<bool>("--show-secrets") { Description = "Write Secrets with their values instead of placeholders" };
        var parallel = CommonOptions.Parallel();
        var command = new InfraCommand(
            "render",
            "Write every Kubernetes object of a stack to a YAML file, without contacting a cluster",
            ("infra render --stack prod --out manifests", "Write the objects of the stack prod, Secrets as placeholders"),
            ("kubectl apply --server-side -k manifests", "Apply them without infra"),
            ("infra render --stack dev --out /tmp/dev --show-secrets", "Write Secrets with their values, readable by you only")
        )
        {
            stackOption,
            directory,
            showSecrets,
            parallel,
            CommonOptions.WithoutSecrets,
        };
        command.Validators.Add(result =>
        {
            if (
                result.GetResult(showSecrets) is { Implicit: false }
                && result.GetResult(CommonOptions.WithoutSecrets) is { Implicit: false }
            )
            {
                result.AddError("--show-secrets and --without-secrets exclude each other.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var target = FindTarget(parsed, parsed.GetRequiredValue(directory), workspace);
                var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                var operations = workspace.Operations(stack);
                var options = new OperationOptions
                {
                    Parallel = parsed.GetValue(parallel),
                    Cancelled = cancellationToken,
                    Aborted = Interrupts.Aborted,
                };
                var rendering = await operations.RenderAsync(options, new RenderDisplay(parsed, "Rendering").Show);
                if (rendering.Result != OperationResult.Succeeded)
                {
                    return (int)(
                        rendering.Result == OperationResult.Cancelled
                            ? ExitCode.Cancelled
                            : await OperationResults.ForFailureAsync(rendering.Result, operations, cancellationToken)
                    );
                }

                var commit = await GitCommit.FindAsync(workspace.Project.RootDirectory, target, cancellationToken);
                Write(parsed, rendering, target, new RenderSource(stack.Name, commit), parsed.GetValue(showSecrets));
                return (int)ExitCode.Success;
            }
        );
        return command;
    }

    /// <summary>Finds the folder to write to, which must not be one whose files belong to the project itself.</summary>
    private static string FindTarget(ParseResult parsed, string directory, Workspace workspace)
    {
        if (string.IsNullOrWhiteSpace(directory))
        {
            throw new UsageException("--out is empty: name a folder, as in --out manifests", ExitCode.Configuration);
        }

        var target = Path.GetFullPath(directory, WorkspaceAccess.Directory(parsed)).TrimEnd(Path.DirectorySeparatorChar);
        var project = workspace.Project;
        return new[] { project.RootDirectory, project.ProgramDirectory, project.StackConfigDirectory }.Any(own =>
            own.TrimEnd(Path.DirectorySeparatorChar) == target
        )
            ? throw new UsageException(
                $"{target} belongs to the project: name a folder for the manifests, as in --out manifests",
                ExitCode.Configuration
            )
            : target;
    }

    private static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    private static void Write(ParseResult parsed, RenderOutcome rendering, string target, RenderSource source, bool showSecrets)
    {
        var ofKubernetes = rendering.Resources.ToLookup(resource =>
            resource.Type.StartsWith(KubernetesTypes, StringComparison.Ordinal) && !resource.IsPatch
        );
        RenderedResource[] objects = [.. ofKubernetes[true]];
        var hasSeveralClusters = objects.DistinctBy(resource => resource.Provider, StringComparer.Ordinal).Skip(1).Any();
        var changes = RenderedFolder.Write(
            target,
            objects.Select(resource => new RenderedObject(hasSeveralClusters ? FolderName(resource.Provider) : "", resource.Inputs)),
            source,
            showSecrets
        );
        Console.WriteLine(
            $"{Count(rendering.Registered, "resource")} of the stack '{source.Stack}': {Count(objects.Length, "Kubernetes object")} in {target} "
                + $"({Count(changes.Written, "file")} written, {changes.Unchanged} unchanged, {changes.Removed} removed)"
        );
        foreach (var other in ofKubernetes[false].GroupBy(resource => resource.Type, StringComparer.Ordinal))
        {
            var reason = other.First().IsPatch ? "changes an object that something else creates" : "is not a Kubernetes type";
            ErrorOutput.Warn(parsed, $"not written, since it {reason}: {Count(other.Count(), "resource")} of the type {other.Key}");
        }

        if (CommonOptions.WithholdsSecrets(parsed))
        {
            ErrorOutput.Warn(
                parsed,
                $"{target} is for review only: texts stand for the secrets, so that the checksums of configuration are not those of a deployment"
            );
        }

        if (changes.Placeholders > 0)
        {
            ErrorOutput.Warn(
                parsed,
                $"placeholders without values instead of {Count(changes.Placeholders, "Secret")}: {RenderedFolder.ReadmeFile} in {target} lists the keys to provide; --show-secrets writes the values"
            );
        }

        if (showSecrets && objects.Any(resource => resource.Inputs.ContainsSecrets()))
        {
            ErrorOutput.Warn(parsed, $"{target} contains secrets in plain text: keep it out of version control and delete it after use");
        }
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
