using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Fields;

/// <summary>
/// The differences between an object before and after a request, by the API versions in which managers own its fields. The object is
/// converted and compared once for each version.
/// </summary>
internal sealed class VersionComparisons(FieldVersions versions, JsonObject before, JsonObject after)
{
    private readonly Dictionary<string, FieldComparison> _comparisons = [];

    /// <summary>The differences in the version of the request.</summary>
    public FieldComparison OfRequest => Get(versions.ApiVersion);

    /// <summary>Returns the differences in a version.</summary>
    public FieldComparison Get(string apiVersion)
    {
        if (!_comparisons.TryGetValue(apiVersion, out var comparison))
        {
            comparison = versions.Compare(before, after, apiVersion);
            _comparisons[apiVersion] = comparison;
        }

        return comparison;
    }
}
