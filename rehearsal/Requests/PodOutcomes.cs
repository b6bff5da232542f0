namespace Infra.Rehearsal.Requests;

/// <summary>What the pods of a step did, in the order of the step's pods.</summary>
public sealed class PodOutcomes
{
    private readonly IReadOnlyList<PodCapacity> _pods;
    private readonly IReadOnlyList<PodOutcome> _outcomes;
    private Dictionary<string, PodOutcome>? _byName;

    /// <summary>Joins pods and what they did.</summary>
    public PodOutcomes(IReadOnlyList<PodCapacity> pods, IReadOnlyList<PodOutcome> outcomes)
    {
        ArgumentNullException.ThrowIfNull(pods);
        ArgumentNullException.ThrowIfNull(outcomes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(outcomes.Count, pods.Count);
        (_pods, _outcomes) = (pods, outcomes);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<PodOutcome> Values => _outcomes;

    /// <summary>That of a pod by its place in the step.</summary>
    public PodOutcome this[int index] => _outcomes[index];

    /// <summary>That of a pod by its name.</summary>
    public PodOutcome this[string name] => ByName[name];

    /// <summary>That of a pod by its name; null if it was not among the step's pods.</summary>
    public PodOutcome? Find(string name) => ByName.GetValueOrDefault(name);

    private Dictionary<string, PodOutcome> ByName =>
        _byName ??= Enumerable.Range(0, _pods.Count).ToDictionary(i => _pods[i].Name, i => _outcomes[i], StringComparer.Ordinal);
}
