using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>Collects the state of an operation from its events, for displays.</summary>
internal sealed class OperationProgress(TimeProvider time, DisplayOptions options)
{
    private readonly Dictionary<Urn, int> _indexes = [];
    private readonly List<ResourceRow> _rows = [];
    private readonly List<DiagnosticEvent> _diagnostics = [];
    private readonly List<PolicyViolationEvent> _violations = [];
    private readonly List<PolicyRemediationEvent> _remediations = [];
    private readonly List<StepDescription> _drifted = [];

    /// <summary>The resources in the order of their first events.</summary>
    public IReadOnlyList<ResourceRow> Rows => _rows;

    /// <summary>All diagnostics; debug messages only if the user wants them.</summary>
    public IReadOnlyList<DiagnosticEvent> Diagnostics => _diagnostics;

    public IReadOnlyList<PolicyViolationEvent> Violations => _violations;

    public IReadOnlyList<PolicyRemediationEvent> Remediations => _remediations;

    /// <summary>The refreshed resources whose objects differ from the state.</summary>
    public IReadOnlyList<StepDescription> Drifted => _drifted;

    /// <summary>The stack's outputs before the operation; null for a new stack.</summary>
    public PropertyMap? OldOutputs { get; private set; }

    /// <summary>The stack's outputs after the operation; null until the stack's step completes.</summary>
    public PropertyMap? NewOutputs { get; private set; }

    /// <summary>The result; null until the operation ends.</summary>
    public SummaryEvent? Summary { get; private set; }

    /// <summary>The number of resources with errors; errors of the whole operation are the stack's.</summary>
    public int Errored =>
        _rows
            .Where(row => row.Progress == StepProgress.Failed)
            .Select(row => row.Urn)
            .Concat(_diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.Urn))
            .Select(urn => urn.IsEmpty ? StackUrn : urn)
            .Distinct()
            .Count();

    /// <summary>The URN of the stack; empty where it is in no event.</summary>
    public Urn StackUrn => _rows.Find(row => row.Urn.Type == Urn.StackType)?.Urn ?? default;

    /// <summary>Finds the row of a resource; null where it is in no event.</summary>
    public ResourceRow? Find(Urn urn) => _indexes.TryGetValue(urn, out var index) ? _rows[index] : null;

    /// <summary>Applies the next event.</summary>
    /// <returns>The row that changed, or null.</returns>
    public ResourceRow? Apply(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case ResourcePreEvent { Step: var step, IsPlanned: var planned } when IsShown(step):
                return Put(
                    new ResourceRow(
                        step.Urn,
                        step,
                        planned ? StepProgress.Planned : StepProgress.InProgress,
                        time.GetTimestamp(),
                        TimeSpan.Zero,
                        ""
                    )
                );
            case ResourceOutputsEvent { Step: var step, IsPlanned: var planned } when IsShown(step):
                ApplyOutputs(step);
                if (step.Drift is not null)
                {
                    _drifted.Add(step);
                }

                return Finish(step, planned ? StepProgress.Planned : StepProgress.Done);
            case ResourceFailedEvent { Step: var step } when IsShown(step):
                return Finish(step, StepProgress.Failed);
            case ProgressStatusEvent { Urn: var urn, Message: var message } when _indexes.TryGetValue(urn, out var index):
                return Put(_rows[index] with { Status = FirstLine(message) });
            case DiagnosticEvent diagnostic when options.Debug || diagnostic.Severity != DiagnosticSeverity.Debug:
                _diagnostics.Add(diagnostic);
                MarkPlannedFailed(diagnostic);
                return null;
            case PolicyViolationEvent violation:
                _violations.Add(violation);
                return null;
            case PolicyRemediationEvent remediation:
                _remediations.Add(remediation);
                return null;
            case SummaryEvent summary:
                Summary = summary;
                return null;
            default:
                return null;
        }
    }

    /// <summary>True for default providers, which the engine creates.</summary>
    public static bool IsDefaultProvider(StepDescription step) =>
        step.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal)
        && step.Urn.Name.StartsWith("default", StringComparison.Ordinal);

    private static bool IsShown(StepDescription step) => !IsDefaultProvider(step);

    private static string FirstLine(string text) =>
        text.AsSpan().Trim().IndexOf('\n') is >= 0 and var end ? text.Trim()[..end].TrimEnd() : text.Trim();

    private ResourceRow Finish(StepDescription step, StepProgress progress)
    {
        var begun = _indexes.TryGetValue(step.Urn, out var index) ? _rows[index].BegunAt : time.GetTimestamp();
        return Put(new ResourceRow(step.Urn, step, progress, begun, time.GetElapsedTime(begun), ""));
    }

    // A planned step that fails has no other event.
    private void MarkPlannedFailed(DiagnosticEvent diagnostic)
    {
        var isPlanned =
            diagnostic.Severity == DiagnosticSeverity.Error
            && _indexes.TryGetValue(diagnostic.Urn, out var index)
            && _rows[index].Progress == StepProgress.Planned;
        if (isPlanned)
        {
            var row = _rows[_indexes[diagnostic.Urn]];
            Put(row with { Progress = StepProgress.Failed });
        }
    }

    private ResourceRow Put(ResourceRow row)
    {
        if (_indexes.TryGetValue(row.Urn, out var index))
        {
            _rows[index] = row;
        }
        else
        {
            _indexes.Add(row.Urn, _rows.Count);
            _rows.Add(row);
        }

        return row;
    }

    private void ApplyOutputs(StepDescription step)
    {
        if (step.Type == Urn.StackType)
        {
            OldOutputs = step.Old?.Outputs;
            NewOutputs = step.New?.Outputs;
        }
    }
}
