using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;

namespace Infra.Engine.Kubernetes.Previews.Features;

/// <summary>
/// Finds the features that the objects of a preview need and neither the cluster has nor the preview brings. Thread-safe until it is asked.
/// </summary>
internal sealed class FeatureReview
{
    private readonly ConcurrentDictionary<ClusterNeed, ConcurrentBag<Urn>> _needed = new();
    private readonly ConcurrentDictionary<ClusterNeed, bool> _brought = new();

    /// <summary>Records a planned object.</summary>
    public void Record(Urn urn, JsonObject manifest)
    {
        foreach (var need in ObjectNeeds.Find(manifest))
        {
            _needed.GetOrAdd(need, _ => []).Add(urn);
        }

        foreach (var brought in BroughtFeatures.Find(manifest))
        {
            _brought[brought] = true;
        }
    }

    /// <summary>Finds what is missing, with the objects that need it.</summary>
    /// <param name="session">Connects to the cluster, which is asked only for what the preview does not bring.</param>
    /// <param name="cancellationToken">Ends the questions.</param>
    public async Task<IReadOnlyList<(ClusterNeed Need, IReadOnlyList<Urn> Users)>> FindMissingAsync(
        Func<ClusterSession> session,
        CancellationToken cancellationToken
    )
    {
        var missing = new List<(ClusterNeed, IReadOnlyList<Urn>)>();
        try
        {
            foreach (
                var (need, users) in _needed
                    .Where(needed => !_brought.ContainsKey(needed.Key))
                    .OrderBy(needed => needed.Key.Problem, StringComparer.Ordinal)
            )
            {
                if (!await session().AskAsync(client => new ClusterFeatures(client).HasAsync(need, cancellationToken)))
                {
                    missing.Add((need, [.. users.Distinct().OrderBy(urn => urn.Value, StringComparer.Ordinal)]));
                }
            }
        }
        catch (Exception e) when (ProviderErrors.IsExpected(e) || cancellationToken.IsCancellationRequested)
        {
            // The operations that need the cluster report the problem with it. A preview that stops asks no further.
        }

        return missing;
    }
}
