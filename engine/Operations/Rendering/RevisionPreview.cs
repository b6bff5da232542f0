using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations.Plans;
using Infra.Engine.Programs;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Rendering;

/// <summary>
/// Plans what a stack's update would change if another revision of its project were deployed. It needs no service, state or lock.
/// </summary>
/// <param name="workspace">The project.</param>
/// <param name="preparation">Prepares its program.</param>
internal sealed class RevisionPreview(Workspace workspace, DeploymentPreparation preparation)
{
    private readonly List<EngineEvent> _notes = [];

    /// <inheritdoc cref="StackOperations.PreviewAgainstAsync"/>
    public async Task<OperationOutcome> RunAsync(string directory, OperationOptions options, Action<EngineEvent> onEvent)
    {
        var program = await preparation.PrepareProgramAsync(options, onEvent);
        var before = await RenderAsync(directory, program.Program!, options, onEvent);
        var (summary, state) = await new StackRenderer(workspace, preparation).RunAsync(
            program,
            before,
            isPreview: true,
            options,
            engineEvent => Publish(engineEvent, onEvent)
        );
        return OperationOutcome.From(summary, state);
    }

    private async Task<Snapshot> RenderAsync(string directory, IProgram program, OperationOptions options, Action<EngineEvent> onEvent)
    {
        var problems = new List<string>();
        try
        {
            var revision = workspace.OpenRevision(directory);
            if (!File.Exists(revision.Project.StackFile(preparation.Stack.Name)))
            {
                return Snapshot.Empty;
            }

            var earlier = new DeploymentPreparation(revision, preparation.Stack, HasSameProgram(revision) ? () => program : null);
            var prepared = await earlier.PrepareProgramAsync(options, onEvent);
            var (summary, state) = await new StackRenderer(revision, earlier).RunAsync(
                prepared,
                Snapshot.Empty,
                isPreview: false,
                options with
                {
                    PolicyPacks = [],
                },
                engineEvent => Collect(engineEvent, problems)
            );
            if (summary.Result != OperationResult.Failed)
            {
                return state;
            }
        }
        catch (EngineException error)
        {
            problems.Add(error.Message);
        }

        _notes.Add(
            new DiagnosticEvent(
                DiagnosticSeverity.Warning,
                default,
                "the earlier revision cannot be rendered, so that every resource is shown as new:\n" + string.Join('\n', problems)
            )
        );
        return Snapshot.Empty;
    }

    /// <summary>True where the program of the revision is this one, so that it need not be built.</summary>
    private bool HasSameProgram(Workspace revision) =>
        workspace.Project.Binary is not null
        || (
            Directory.Exists(revision.Project.ProgramDirectory)
            && new SourceHashes(workspace.Project.RootDirectory, _ => true)
                .HashProgram(workspace.Project.ProgramDirectory)
                .SequenceEqual(new SourceHashes(revision.Project.RootDirectory, _ => true).HashProgram(revision.Project.ProgramDirectory))
        );

    private static void Collect(EngineEvent engineEvent, List<string> problems)
    {
        if (engineEvent is DiagnosticEvent { Severity: DiagnosticSeverity.Error } error)
        {
            lock (problems)
            {
                problems.Add(error.Message.TrimEnd());
            }
        }
    }

    /// <summary>Publishes an event, after the first of them also what is to be said of the earlier revision.</summary>
    private void Publish(EngineEvent engineEvent, Action<EngineEvent> onEvent)
    {
        onEvent(engineEvent);
        if (engineEvent is PreludeEvent)
        {
            _notes.ForEach(onEvent);
            _notes.Clear();
        }
    }
}
