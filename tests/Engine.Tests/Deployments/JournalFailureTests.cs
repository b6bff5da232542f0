using Engine.Tests.Support;
using Infra.Engine.Deployments;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>A journal that cannot be written is the user's disk, not an internal error.</summary>
public sealed class JournalFailureTests
{
    private const string Problem =
        "/state/dev.journal: the journal cannot be written: no space left on device; free disk space, then repeat the update";

    private readonly FakeCloud _cloud = new();
    private readonly List<EngineEvent> _events = [];

    [Fact]
    public async Task Up_BeginCannotBeRecorded_StartsNothingAndEndsWithThatError()
    {
        var recorder = Record(Snapshot.Empty, record =>
            record.Pending is { Type: PendingOperationType.Creating, Resource.Urn.Name: "second" }
        );

        var summary = await RunAsync(recorder, async program =>
        {
            await program.ThingAsync("first");
            await program.ThingAsync("second");
            await program.ThingAsync("third");
        });

        Assert.Equal(OperationResult.Failed, summary.Result);
        Assert.Equal([Problem], Errors);
        Assert.Equal(["create first"], _cloud.ChangingCalls);
        Assert.Equal(["demo-dev", "default_1_2_3", "first"], Names(recorder.Current));
    }

    [Fact]
    public async Task Up_EndCannotBeRecorded_FailsTheStepButKeepsItsResource()
    {
        var recorder = Record(Snapshot.Empty, record => record.Put.Any(put => put.State.Urn.Name == "second"));

        var summary = await RunAsync(recorder, async program =>
        {
            await program.ThingAsync("first");
            await program.ThingAsync("second");
        });

        Assert.Equal(OperationResult.Failed, summary.Result);
        Assert.Equal([Problem], Errors);
        Assert.Equal("second-2", recorder.Current.Resources.Single(resource => resource.Urn.Name == "second").Id);
        Assert.Equal(2, summary.ResourceChanges[StepOperation.Create]);
        Assert.Contains(_events, failed => failed is ResourceFailedEvent { Step.Urn.Name: "second" });
    }

    [Fact]
    public async Task Up_ProviderFailsAndItsEndCannotBeRecorded_ReportsBoth()
    {
        _cloud.Before = (_, _, _) => throw new Infra.Engine.Providers.ResourceProviderException("the service says no");
        var recorder = Record(Snapshot.Empty, record => record is { End: not null, Put.Count: 0 });

        var summary = await RunAsync(recorder, program => program.ThingAsync("one"));

        Assert.Equal(OperationResult.Failed, summary.Result);
        Assert.Equal(["the service says no", Problem], Errors);
    }

    [Fact]
    public async Task Up_StackOutputsCannotBeRecorded_EndsWithThatError()
    {
        var recorder = Record(Snapshot.Empty, record => record.Put.Any(put => put.State is { Type: Urn.StackType, Outputs.Count: > 0 }));

        var summary = await RunAsync(recorder, program => program.StackOutputsAsync(PropertyMap.Create(("address", "here"))));

        Assert.Equal(OperationResult.Failed, summary.Result);
        Assert.Equal([Problem], Errors);
    }

    [Fact]
    public async Task Destroy_DeletionCannotBeRecorded_DeletesNoDependencies()
    {
        var built = Record(Snapshot.Empty, _ => false);
        await RunAsync(built, async program =>
        {
            var below = await program.ThingAsync("below");
            await program.ThingAsync("above", configure: request => request.Dependencies.Add(below.Urn));
        });
        _cloud.Calls.Clear();
        var recorder = Record(built.Current, record => record.Remove is not null);

        var summary = await RunAsync(recorder, script: null);

        Assert.Equal(OperationResult.Failed, summary.Result);
        Assert.Equal([Problem], Errors);
        Assert.Equal(["delete above"], _cloud.ChangingCalls);
        Assert.Contains("below", Names(recorder.Current));
        Assert.DoesNotContain("above", Names(recorder.Current));
    }

    private IEnumerable<string> Errors =>
        _events
            .OfType<DiagnosticEvent>()
            .Where(diagnostic => diagnostic is { Severity: DiagnosticSeverity.Error, Message: not "update failed" })
            .Select(diagnostic => diagnostic.Message);

    private static StateRecorder Record(Snapshot origin, Func<JournalRecord, bool> fails) => new(origin, new FailingJournal(fails));

    private static IEnumerable<string> Names(Snapshot snapshot) => snapshot.Resources.Select(resource => resource.Urn.Name);

    private Task<SummaryEvent> RunAsync(StateRecorder recorder, Func<ProgramClient, Task>? script)
    {
        var request = new DeploymentRequest
        {
            Stack = new StackName("demo", "dev"),
            IsPreview = false,
            State = recorder,
            Program = script is null ? null : new ScriptedProgram(script),
            RootDirectory = AppContext.BaseDirectory,
            ProgramDirectory = AppContext.BaseDirectory,
            Parallel = 4,
            Providers = [_cloud],
            OnEvent = _events.Add,
            Time = TimeProvider.System,
        };
        return DeploymentRunner.RunAsync(request);
    }

    /// <summary>Refuses one record and, like a journal on a full disk, every later one.</summary>
    private sealed class FailingJournal(Func<JournalRecord, bool> fails) : IStateJournal
    {
        private bool _isPoisoned;

        public Task WriteAsync(JournalRecord record, bool durable)
        {
            _isPoisoned |= fails(record);
            return _isPoisoned && durable ? Task.FromException(new StateException(Problem)) : Task.CompletedTask;
        }
    }
}
