using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Kubernetes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Statuses;

/// <summary>Validation rules for conditions of the common form <c>metav1.Condition</c>.</summary>
internal static partial class ConditionRules
{
    private const int MaximumReason = 1024;
    private const int MaximumMessage = 32 * 1024;
    private const string ReasonProblem =
        "a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric characters or '_,:', "
        + "and must end with an alphanumeric character or '_' (e.g. 'my_name',  or 'MY_NAME',  or 'MyName',  or 'ReasonA,ReasonB',  or "
        + "'ReasonA:ReasonB', regex used for validation is '[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?')";

    private static readonly string[] _statuses = ["False", "True", "Unknown"];

    public static void Check(JsonObject owner, string path, FieldErrors errors)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, condition) in owner.Objects("conditions").Index())
        {
            var (at, type) = ($"{path}.conditions[{index}]", condition.Text("type") ?? "");
            if (!seen.Add(type))
            {
                errors.Duplicate($"{at}.type", type);
            }

            errors.InvalidAll($"{at}.type", type, ObjectNames.LabelKeyProblems(type));
            if (condition.Text("status") is var status && !_statuses.Contains(status))
            {
                errors.NotSupported($"{at}.status", status ?? "", _statuses);
            }

            if (condition.Number("observedGeneration") is { } generation and < 0)
            {
                errors.Invalid($"{at}.observedGeneration", generation, "must be greater than or equal to zero");
            }

            if (condition.Text("lastTransitionTime") is null or "")
            {
                errors.Required($"{at}.lastTransitionTime", "must be set");
            }

            CheckTexts(condition, at, errors);
        }
    }

    private static void CheckTexts(JsonObject condition, string path, FieldErrors errors)
    {
        var reason = condition.Text("reason") ?? "";
        if (reason.Length == 0)
        {
            errors.Required($"{path}.reason", "must be set");
        }
        else if (!Reason().IsMatch(reason))
        {
            errors.Invalid($"{path}.reason", reason, ReasonProblem);
        }

        if (Encoding.UTF8.GetByteCount(reason) > MaximumReason)
        {
            errors.Add(FieldError.TooLong($"{path}.reason", MaximumReason));
        }

        if (Encoding.UTF8.GetByteCount(condition.Text("message") ?? "") > MaximumMessage)
        {
            errors.Add(FieldError.TooLong($"{path}.message", MaximumMessage));
        }
    }

    [GeneratedRegex(@"^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?\z")]
    private static partial Regex Reason();
}
