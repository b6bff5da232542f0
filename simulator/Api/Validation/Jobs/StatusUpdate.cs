using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Jobs;

/// <summary>A job's status before and after an update.</summary>
internal sealed record StatusUpdate(JsonObject After, JsonObject? Before)
{
    public bool IsComplete => Has("Complete");

    public bool IsFailed => Has("Failed");

    public bool IsSuccessful => Has("SuccessCriteriaMet");

    public bool IsFinished => IsComplete || IsFailed;

    public bool WasFinished => Had("Complete") || Had("Failed");

    public bool Has(string condition) => After.HasCondition(condition);

    public bool Had(string condition) => Before.HasCondition(condition);

    /// <summary>Whether one of the fields changes. An absent number is 0, an absent index list empty.</summary>
    public bool Changes(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (!JsonNode.DeepEquals(Normalize(field, Before?[field]), Normalize(field, After[field])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether one of the conditions becomes true or stops being true.</summary>
    public bool ChangesCondition(params ReadOnlySpan<string> conditions)
    {
        foreach (var condition in conditions)
        {
            if (Has(condition) != Had(condition))
            {
                return true;
            }
        }

        return false;
    }

    private static JsonNode? Normalize(string field, JsonNode? value) =>
        field switch
        {
            "active" => value ?? 0,
            "completedIndexes" => value ?? "",
            _ => value,
        };
}
