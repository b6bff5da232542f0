using Infra.Engine.Events;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Cli.Display;

/// <summary>Collects the state of an operation from its events, for displays.</summary>
internal sealed class OperationProgress(TimeProvider time)
{
    private readonly Dictionary<Urn, int> _indexes = [];
    private readonly List<ResourceRow> _rows = [];
    private readonly List<DiagnosticEvent> _diagnostics = [];
    private readonly List<PolicyViolationEvent> _violations = [];
    private readonly List<PolicyRemediationEvent> _remediations = [];
    private readonly List<StepDescription> _drifted = [];

    /// <summary>The resources in the order of their first events.</summary>
    public IReadOnlyList<ResourceRow> Rows => _rows;

    /// <summary>All diagnostics except for debug messages.</summary>
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

    /// <summary>The number of failed resources.</summary>
    public int Errored => _rows.Count(row => row.Progress == StepProgress.Failed);

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

    // Default providers are created by the engine and not shown.
    private static bool IsShown(StepDescription step) =>
        !step.Type.StartsWith("pulumi:providers:", StringComparison.Ordinal)
        || !step.Urn.Name.StartsWith("default", StringComparison.Ordinal);

    private static string FirstLine(string text) =>
        text.AsSpan().Trim().IndexOf('\n') is >= 0 and var end ? text.Trim()[..end].TrimEnd() : text.Trim();

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

    private void ApplyOutputs(StepDescription step)
    {
        if (step.Type == Urn.StackType)
        {
            OldOutputs = step.Old?.Outputs;
            NewOutputs = step.New?.Outputs;
        }
    }
}
