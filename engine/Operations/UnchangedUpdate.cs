using Infra.Engine.Events;
using Infra.Engine.State;

namespace Infra.Engine.Operations;

/// <summary>
/// An update whose plan changes nothing. If the program registers the same again, the plan's result is that of the update, and the program
/// need not start a second time.
/// </summary>
internal sealed class UnchangedUpdate(PreparedProgram program)
{
    private readonly List<EngineEvent> _planned = [];

    /// <summary>Takes an event of the plan.</summary>
    public void Plan(EngineEvent planned)
    {
        if (program.IsRepeatable)
        {
            _planned.Add(planned);
        }
    }

    /// <summary>True where the update would do nothing but save the planned state.</summary>
    public bool IsPlanned(Snapshot before, OperationOutcome plan) =>
        program.IsRepeatable
        && plan.Result == OperationResult.Succeeded
        && before.PendingOperations.Count == 0
        && _planned.TrueForAll(planned => FindStep(planned) is null or { Operation: StepOperation.Same })
        // The outputs of components and of the stack may depend on what is only known after an update.
        && !plan.State.Resources.Any(resource => !resource.Custom && resource.Outputs.ContainsUnknowns());

    /// <summary>Publishes the update. Messages have been published with the plan.</summary>
    /// <param name="show">Receives the events.</param>
    /// <returns>The last event.</returns>
    public SummaryEvent Publish(Action<EngineEvent> show)
    {
        // A plan completes a component twice: at once and with its outputs.
        var last = _planned
            .OfType<ResourceOutputsEvent>()
            .GroupBy(done => done.Step.Urn)
            .ToDictionary(group => group.Key, group => group.Last());
        foreach (var planned in _planned)
        {
            switch (planned)
            {
                case ResourcePreEvent begun:
                    show(begun with { IsPlanned = false });
                    break;
                case ResourceOutputsEvent done when ReferenceEquals(done, last[done.Step.Urn]):
                    show(done with { IsPlanned = false });
                    break;
                case PreludeEvent or PolicyViolationEvent or PolicySummaryEvent:
                    show(planned);
                    break;
            }
        }

        var summary = _planned.OfType<SummaryEvent>().Single() with { IsPreview = false, Duration = TimeSpan.Zero };
        show(summary);
        return summary;
    }

    private static StepDescription? FindStep(EngineEvent planned) =>
        planned switch
        {
            ResourcePreEvent begun => begun.Step,
            ResourceOutputsEvent done => done.Step,
            _ => null,
        };
}
