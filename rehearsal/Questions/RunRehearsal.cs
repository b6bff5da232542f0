using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Questions;

/// <summary>Rehearses a plan. The same stack and plan give the same result; when cancelled, it is that of what was reached.</summary>
/// <param name="stack">What is deployed.</param>
/// <param name="plan">The scenario.</param>
/// <param name="cancellation">Ends the rehearsal early.</param>
public delegate RehearsalResult RunRehearsal(StackObjects stack, RehearsalPlan plan, CancellationToken cancellation);
