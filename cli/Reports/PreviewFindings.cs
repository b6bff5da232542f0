using Infra.Cli.Display;
using Infra.Engine.Events;
using Infra.Engine.Resources;

namespace Infra.Cli.Reports;

/// <summary>What a preview has found, collected from its events.</summary>
internal sealed class PreviewFindings(TimeProvider time)
{
    private readonly OperationProgress _progress = new(time, new DisplayOptions());
    private readonly HashSet<(Urn, StepOperation)> _known = [];
    private readonly List<StepDescription> _changes = [];

    /// <summary>The steps that change something, in the order of the plan; a replacement is one.</summary>
    public IReadOnlyList<StepDescription> Changes => _changes;

    /// <summary>The messages that make the preview fail.</summary>
    public IEnumerable<DiagnosticEvent> Errors =>
        _progress.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>The violations of policies, the worst first.</summary>
    public IEnumerable<PolicyViolationEvent> Violations =>
        _progress
            .Violations.OrderByDescending(violation => violation.Level == PolicyLevel.Mandatory)
            .ThenByDescending(violation => violation.Severity)
            .ThenBy(violation => violation.Policy, StringComparer.Ordinal);

    /// <summary>The refreshed resources whose objects differ from the state.</summary>
    public IReadOnlyList<StepDescription> Drifted => _progress.Drifted;

    /// <summary>The URN of the stack; empty where it is in no event.</summary>
    public Urn StackUrn => _progress.StackUrn;

    /// <summary>True where the preview ended without an error.</summary>
    public bool HasSucceeded => _progress.Summary is { Result: OperationResult.Succeeded };

    /// <summary>The number of unchanged resources.</summary>
    public int Unchanged => _progress.Summary?.ResourceChanges.GetValueOrDefault(StepOperation.Same) ?? 0;

    /// <summary>The outputs of the stack that change, as lines; "" for none.</summary>
    public string DescribeOutputs(PropertyDifference difference) =>
        _progress.NewOutputs is { } after ? difference.Describe(_progress.OldOutputs, after, 4, showUnchanged: false) : "";

    public void Apply(EngineEvent engineEvent)
    {
        _progress.Apply(engineEvent);
        if (engineEvent is ResourcePreEvent { Step: { IsLogical: true } step } && IsChange(step) && _known.Add((step.Urn, step.Operation)))
        {
            _changes.Add(step);
        }
    }

    /// <summary>Finds the name of the component that a resource is a part of; null for the stack's own.</summary>
    public string? FindComponent(StepDescription? step) =>
        (step?.New ?? step?.Old) switch
        {
            null => null,
            { Custom: false } when step!.Urn.Type != Urn.StackType => step.Urn.Name,
            { Parent: var parent } => FindComponent(_progress.Find(parent)?.Step),
        };

    private static bool IsChange(StepDescription step) =>
        step.Operation is not (StepOperation.Same or StepOperation.Read or StepOperation.ReadReplacement or StepOperation.Refresh)
        && !OperationProgress.IsDefaultProvider(step);
}
