using System.Globalization;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Backend.Settings.Values;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>Plans the faults of a rehearsal.</summary>
internal static class FaultPlanner
{
    /// <summary>The entry of <c>deploy</c> that says what is wrong with the deployed images.</summary>
    public const string Fails = "fails";

    /// <summary>The entry of <c>deploy</c> that says when the former images are deployed again.</summary>
    public const string RollBack = "rollBack";

    /// <summary>Plans the faults, by time.</summary>
    public static IReadOnlyList<PlannedFault> Plan(RehearsalSettings settings) =>
        [.. settings.Faults.SelectMany(Plan).OrderBy(fault => fault.At)];

    /// <summary>The entries of <c>deploy</c> that are services.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FindDeployed(RehearsalFaultSettings fault) =>
        fault.Deploy.Where(entry => entry.Key is not (Fails or RollBack));

    /// <summary>What is wrong with the deployed images; null if the entry is not one of the words for it.</summary>
    public static PlannedFailure? FindFailure(RehearsalFaultSettings fault) =>
        !fault.Deploy.TryGetValue(Fails, out var word) ? PlannedFailure.None
        : ScalarType.EnumNames(typeof(PlannedFailure)).Contains(word, StringComparer.Ordinal)
            ? Enum.Parse<PlannedFailure>(word, ignoreCase: true)
        : null;

    private static IEnumerable<PlannedFault> Plan(RehearsalFaultSettings fault)
    {
        if (fault.Lose is { } lost)
        {
            yield return lost.Zone is { } zone
                ? new PlannedZoneLoss(fault.At, zone, fault.For)
                : new PlannedNodeLoss(fault.At, lost.Nodes, lost.Pool, fault.For);
        }

        if (fault.Drain is { } drained)
        {
            yield return new PlannedNodeDrain(fault.At, drained.Nodes, drained.Pool, fault.For);
        }

        foreach (var (service, count) in fault.Kill)
        {
            yield return new PlannedPodKill(fault.At, service, count);
        }

        var failure = FindFailure(fault) ?? PlannedFailure.None;
        TimeSpan? rollBack = fault.Deploy.TryGetValue(RollBack, out var text) && Duration.TryParse(text, out var after) ? after : null;
        foreach (var (service, version) in FindDeployed(fault))
        {
            yield return new PlannedRollout(fault.At, service, version, failure, rollBack);
        }
    }
}
