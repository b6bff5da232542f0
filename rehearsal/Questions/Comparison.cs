using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions;

/// <summary>Two stacks, or two versions of one, under the same scenario.</summary>
public sealed record Comparison
{
    /// <summary>What is compared with: a stack, or a commit.</summary>
    public required string Base { get; init; }

    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>What was found with the base; null if the rehearsal was interrupted.</summary>
    public required VariantFigures? Before { get; init; }

    /// <summary>What was found with the stack; null if the rehearsal was interrupted.</summary>
    public required VariantFigures? After { get; init; }

    /// <summary>What limits the comparison; null for nothing.</summary>
    public string? Caveat { get; init; }

    /// <summary>Whether the comparison was cancelled.</summary>
    public bool IsInterrupted => Before is null || After is null;

    /// <summary>Whether nothing that held before fails now, and nothing that is expected now only.</summary>
    public bool IsNoWorse => !Expectations.Any(one => one.Change is ExpectationChange.Broken or ExpectationChange.AddedAndFails);

    /// <summary>The expectations, first what got worse; empty if the comparison was interrupted.</summary>
    public IReadOnlyList<ComparedExpectation> Expectations =>
        Before is null || After is null
            ? []
            :
            [
                .. Join(Before.Expectations, After.Expectations, Key, (before, after) => new ComparedExpectation(before, after))
                    .OrderBy(one => one.Change),
            ];

    /// <summary>The services, in the order of the stack's catalogue; empty if the comparison was interrupted.</summary>
    public IReadOnlyList<(ServiceFigures? Before, ServiceFigures? After)> Services =>
        Before is null || After is null
            ? []
            :
            [
                .. Join(
                    Before.Services,
                    After.Services,
                    services => services.Select(service => (service.Service, "", 0)),
                    (before, after) => (before, after)
                ),
            ];

    // A subject may have several expectations of a name, such as one of the catalogue and one of the scenario.
    private static IEnumerable<(string Subject, string Name, int Number)> Key(IReadOnlyList<ExpectationResult> expectations)
    {
        var seen = new Dictionary<(string, string), int>();
        foreach (var one in expectations)
        {
            var number = seen[(one.Subject, one.Name)] = seen.GetValueOrDefault((one.Subject, one.Name)) + 1;
            yield return (one.Subject, one.Name, number);
        }
    }

    /// <summary>Pairs what is before and after; at last what is before only.</summary>
    private static IEnumerable<TPair> Join<T, TPair>(
        IReadOnlyList<T> before,
        IReadOnlyList<T> after,
        Func<IReadOnlyList<T>, IEnumerable<(string, string, int)>> key,
        Func<T?, T?, TPair> pair
    )
        where T : class
    {
        var former = key(before).Zip(before).ToDictionary(one => one.First, one => one.Second);
        var present = key(after).Zip(after).ToList();
        var known = present.Select(one => one.First).ToHashSet();
        return present
            .Select(one => pair(former.GetValueOrDefault(one.First), one.Second))
            .Concat(key(before).Zip(before).Where(one => !known.Contains(one.First)).Select(one => pair(one.Second, null)));
    }
}

/// <summary>An expectation before and after.</summary>
/// <param name="Before">What was found with the base; null if it is not expected there.</param>
/// <param name="After">What was found with the stack; null if it is no longer expected.</param>
public sealed record ComparedExpectation(ExpectationResult? Before, ExpectationResult? After)
{
    /// <summary>Either, for what they have in common.</summary>
    public ExpectationResult Any => After ?? Before!;

    /// <summary>What changed.</summary>
    public ExpectationChange Change =>
        (Before?.Outcome, After?.Outcome) switch
        {
            (_, null) => ExpectationChange.Removed,
            (null, ExpectationOutcome.Failed) => ExpectationChange.AddedAndFails,
            (null, _) => ExpectationChange.Added,
            (ExpectationOutcome.Failed, ExpectationOutcome.Failed) => ExpectationChange.StillFails,
            (_, ExpectationOutcome.Failed) => ExpectationChange.Broken,
            (ExpectationOutcome.Failed, _) => ExpectationChange.Mended,
            (ExpectationOutcome.Held, ExpectationOutcome.Unknown) => ExpectationChange.NoLongerKnown,
            _ => ExpectationChange.None,
        };
}

/// <summary>How an expectation changed, from the worst on.</summary>
public enum ExpectationChange
{
    /// <summary>It did not fail, and fails now.</summary>
    Broken,

    /// <summary>It is expected now only, and fails.</summary>
    AddedAndFails,

    /// <summary>It fails both times.</summary>
    StillFails,

    /// <summary>It held, and cannot be judged now.</summary>
    NoLongerKnown,

    /// <summary>It failed, and fails no longer.</summary>
    Mended,

    /// <summary>It is expected now only, and does not fail.</summary>
    Added,

    /// <summary>It is no longer expected.</summary>
    Removed,

    /// <summary>It is as it was.</summary>
    None,
}
