using System.CommandLine;
using Infra.Cli.Commands.Operations;
using Infra.Cli.Display;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Images;
using Infra.Engine.Images.Inventory;
using Infra.Engine.Operations;
using Infra.Engine.Operations.Rendering;

namespace Infra.Cli.Commands.Images;

/// <summary>Renders stacks, without a cluster, and lists their images.</summary>
internal sealed class StackImageReader : IDisposable
{
    private readonly ParseResult _parsed;
    private readonly Workspace _workspace;

    public StackImageReader(ParseResult parsed)
    {
        _parsed = parsed;
        _workspace = WorkspaceAccess.Open(parsed);
        Project = ImageProject.Open(_workspace.Project);
        Tasks = new ImageTasks(Project);
    }

    public ImageProject Project { get; }

    public ImageTasks Tasks { get; }

    /// <summary>What the last listing could not read.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Lists the images of one stack, or of all stacks with a file, and warns of those that cannot be read.</summary>
    /// <param name="stack">The stack; null for all.</param>
    /// <param name="cancellationToken">Ends the rendering.</param>
    /// <exception cref="UsageException">A program could not be rendered, or an image is not known.</exception>
    public async Task<IReadOnlyList<StackImage>> ReadAsync(string? stack, CancellationToken cancellationToken)
    {
        var images = await ListAsync(stack, cancellationToken);
        foreach (var problem in Problems)
        {
            ErrorOutput.Warn(_parsed, problem);
        }

        return images;
    }

    /// <summary>Lists the images of one stack, or of all with a file; <see cref="Problems"/> has those that cannot be read.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<IReadOnlyList<StackImage>> ListAsync(string? stack, CancellationToken cancellationToken)
    {
        var names = stack is null ? FindStacks() : [stack];
        var resources = new List<RenderedResource>();
        foreach (var name in names)
        {
            resources.AddRange(await RenderAsync(name, cancellationToken));
        }

        var images = Tasks.List(resources);
        Problems = [.. images.Problems.Select(problem => $"not listed: {problem}")];
        return images.Images;
    }

    /// <summary>The stack of a command that works on one: the named or the selected one.</summary>
    public string Resolve(string? stack) => _workspace.ResolveConfigured(stack).Name;

    public void Dispose() => Tasks.Dispose();

    private IReadOnlyList<string> FindStacks() =>
        _workspace.StackNames() is { Count: > 0 } names
            ? [.. names.Where(name => File.Exists(_workspace.Project.StackFile(name)))]
            : throw new UsageException($"there is no stack file in {_workspace.Project.StackConfigDirectory}", ExitCode.Configuration);

    private async Task<IReadOnlyList<RenderedResource>> RenderAsync(string stack, CancellationToken cancellationToken)
    {
        var operations = _workspace.Operations(_workspace.ResolveConfigured(stack));
        var options = new OperationOptions { Cancelled = cancellationToken, Aborted = Interrupts.Aborted };
        var rendering = await operations.RenderAsync(options, new RenderDisplay(_parsed, "Rendering").Show);
        cancellationToken.ThrowIfCancellationRequested();
        return rendering.Result == OperationResult.Succeeded
            ? rendering.Resources
            : throw new UsageException(
                $"the images of the stack '{stack}' cannot be listed, since its program failed",
                await OperationResults.ForFailureAsync(rendering.Result, operations, cancellationToken)
            );
    }
}
