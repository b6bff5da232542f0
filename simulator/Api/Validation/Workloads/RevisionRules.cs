using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Validation.Workloads;

/// <summary>Validation rules for controller revisions.</summary>
internal static class RevisionRules
{
    public static void Check(Candidate candidate)
    {
        var (body, errors) = (candidate.Body, candidate.Errors);
        NumberRules.CheckNotNegative(body, "revision", "", errors);
        if (candidate.IsNew && body["data"] is not JsonObject)
        {
            errors.Required("data", body["data"] is null ? "data is mandatory" : "data must be a valid JSON object");
        }

        if (candidate.Changes("data"))
        {
            errors.Invalid("data", body["data"]?.DeepClone(), "field is immutable");
        }
    }
}
