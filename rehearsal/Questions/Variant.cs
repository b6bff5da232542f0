using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Stacks;

namespace Infra.Rehearsal.Questions;

/// <summary>A stack and a scenario, one of them changed, that is rehearsed to answer a question.</summary>
/// <param name="Name">What makes it different.</param>
/// <param name="LoadAsync">Makes it when its turn has come.</param>
public sealed record Variant(string Name, Func<CancellationToken, Task<(StackObjects Stack, RehearsalPlan Plan)>> LoadAsync)
{
    /// <summary>Creates a variant that is there already.</summary>
    public static Variant Of(string name, StackObjects stack, RehearsalPlan plan) => new(name, _ => Task.FromResult((stack, plan)));
}
