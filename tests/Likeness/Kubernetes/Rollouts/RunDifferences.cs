using Likeness.Kubernetes.Comparison;

namespace Likeness.Kubernetes.Rollouts;

/// <summary>The differences of a replay from each of the recorded runs, one of which it must repeat as a whole.</summary>
internal sealed class RunDifferences<TRun>(IEnumerable<TRun> runs)
{
    private readonly List<(TRun Run, List<Difference> Differences)> _runs = [.. runs.Select(run => (run, new List<Difference>()))];

    /// <summary>The differences from the run that is most like the replay.</summary>
    public IReadOnlyList<Difference> Fewest => _runs.Select(one => one.Differences).MinBy(differences => differences.Count) ?? [];

    /// <summary>Compares a step with that of each run.</summary>
    public void Add(Func<TRun, IEnumerable<Difference>> compare) => _runs.ForEach(one => one.Differences.AddRange(compare(one.Run)));
}
