using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Endpoints;

/// <summary>Limits Endpoints to a thousand addresses, ready ones first, each subset in proportion to its size.</summary>
internal static class EndpointCapacity
{
    /// <summary>The annotation of Endpoints that were truncated.</summary>
    public const string Annotation = "endpoints.kubernetes.io/over-capacity";

    private const int MaxAddresses = 1000;

    /// <summary>Truncates subsets in place; returns whether there were too many addresses.</summary>
    public static bool Truncate(JsonArray subsets)
    {
        var all = subsets.OfType<JsonObject>().ToList();
        var (ready, notReady) = (Count(all, "addresses"), Count(all, "notReadyAddresses"));
        if (ready + notReady <= MaxAddresses)
        {
            return false;
        }

        var onlyReady = ready > MaxAddresses;
        var (field, total, limit) = onlyReady ? ("addresses", ready, MaxAddresses) : ("notReadyAddresses", notReady, MaxAddresses - ready);
        var left = limit;
        foreach (var subset in all)
        {
            if (onlyReady)
            {
                subset.Remove("notReadyAddresses");
            }

            var addresses = subset.Array(field) ?? [];
            var kept = Math.Min(left, (int)Math.Ceiling((double)addresses.Count / total * limit));
            while (addresses.Count > kept)
            {
                addresses.RemoveAt(addresses.Count - 1);
            }

            if (addresses.Count == 0)
            {
                subset.Remove(field);
            }

            left -= addresses.Count;
        }

        return true;
    }

    private static int Count(IEnumerable<JsonObject> subsets, string field) => subsets.Sum(subset => subset.Array(field)?.Count ?? 0);
}
