using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>The state of an operation as its events tell it: what every display shows in its own way.</summary>
internal sealed class OperationProgress(TimeProvider time)
{
    private readonly Dictionary<Urn, int> _indexes = [];
    private readonly List<ResourceRow> _rows = [];
    private readonly List<DiagnosticEvent> _diagnostics = [];
    private readonly List<PolicyViolationEvent> _violations = [];
    private readonly List<PolicyRemediationEvent> _remediations = [];

    /// <summary>The resources in the order in which they were first heard of.</summary>
    public IReadOnlyList<ResourceRow> Rows => _rows;

    /// <summary>What was said, debug messages apart.</summary>
    public IReadOnlyList<DiagnosticEvent> Diagnostics => _diagnostics;

    /// <summary>What policies found.</summary>
    public IReadOnlyList<PolicyViolationEvent> Violations => _violations;

    /// <summary>What policies changed.</summary>
    public IReadOnlyList<PolicyRemediationEvent> Remediations => _remediations;

    /// <summary>The stack's outputs before, where there was a stack.</summary>
    public PropertyMap? OldOutputs { get; private set; }

    /// <summary>The stack's outputs after, once they are known.</summary>
    public PropertyMap? NewOutputs { get; private set; }

    /// <summary>How it ended, once it has.</summary>
    public SummaryEvent? Summary { get; private set; }

    /// <summary>How many resources could not be brought to where they should be.</summary>
    public int Errored => _rows.Count(row => row.Progress == StepProgress.Failed);

    /// <summary>Takes the next event.</summary>
    /// <returns>The row that changed, or null where none did.</returns>
    public ResourceRow? Apply(EngineEvent engineEvent)
    {
        switch (engineEvent)
        {
            case ResourcePreEvent { Step: var step, IsPlanned: var planned } when IsShown(step):
                return Put(new ResourceRow(
                    step.Urn, step, planned ? StepProgress.Planned : StepProgress.UnderWay, time.GetTimestamp(), TimeSpan.Zero, ""));
            case ResourceOutputsEvent { Step: var step, IsPlanned: var planned } when IsShown(step):
                TakeOutputs(step);
                return Finish(step, planned ? StepProgress.Planned : StepProgress.Done);
            case ResourceFailedEvent { Step: var step } when IsShown(step):
                return Finish(step, StepProgress.Failed);
            case ProgressStatusEvent { Urn: var urn, Message: var message } when _indexes.TryGetValue(urn, out var index):
                return Put(_rows[index] with { Status = FirstLine(message) });
            case DiagnosticEvent { Severity: not DiagnosticSeverity.Debug } diagnostic:
                _diagnostics.Add(diagnostic);
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

    // Default providers are the engine's own affair.
    private static bool IsShown(StepDescription step) =>
        !(step.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal) && step.Urn.Name.StartsWith("default", StringComparison.Ordinal));

    private static string FirstLine(string text) => text.AsSpan().Trim().IndexOf('\n') is >= 0 and var end ? text.Trim()[..end].TrimEnd() : text.Trim();

    private ResourceRow Finish(StepDescription step, StepProgress progress)
    {
        var begun = _indexes.TryGetValue(step.Urn, out var index) ? _rows[index].BegunAt : time.GetTimestamp();
        return Put(new ResourceRow(step.Urn, step, progress, begun, time.GetElapsedTime(begun), ""));
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

    private void TakeOutputs(StepDescription step)
    {
        if (step.Type == Urn.StackType)
        {
            OldOutputs = step.Old?.Outputs;
            NewOutputs = step.New?.Outputs;
        }
    }
}
