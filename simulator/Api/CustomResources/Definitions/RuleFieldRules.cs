using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources.Definitions;

/// <summary>Validation rules for the fields of a rule in <c>x-kubernetes-validations</c>, apart from its expressions.</summary>
internal static class RuleFieldRules
{
    private static readonly string[] _reasons = ["FieldValueDuplicate", "FieldValueForbidden", "FieldValueInvalid", "FieldValueRequired"];

    public static void Check(JsonObject schema, JsonObject rule, string path, FieldErrors errors)
    {
        var (expression, message) = (rule.Text("rule") ?? "", rule.Text("message") ?? "");
        if (expression.Trim().Length == 0)
        {
            errors.Required($"{path}.rule", "rule is not specified");
        }
        else if (message.Length > 0 && message.Trim().Length == 0)
        {
            errors.Invalid($"{path}.message", message, "must be non-empty if specified");
        }
        else if (HasLineBreaks(message.Trim()))
        {
            errors.Invalid($"{path}.message", message, "must not contain line breaks");
        }
        else if (HasLineBreaks(expression.Trim()) && message.Trim().Length == 0)
        {
            errors.Required($"{path}.message", "message must be specified if rule contains line breaks");
        }

        if (rule.Text("messageExpression") is { Length: > 0 } messageExpression && messageExpression.Trim().Length == 0)
        {
            errors.Required($"{path}.messageExpression", "messageExpression must be non-empty if specified");
        }

        if (rule.Text("reason") is { } reason && !_reasons.Contains(reason))
        {
            errors.NotSupported($"{path}.reason", reason, _reasons);
        }

        CheckFieldPath(schema, rule.Text("fieldPath") ?? "", $"{path}.fieldPath", errors);
    }

    private static void CheckFieldPath(JsonObject schema, string fieldPath, string path, FieldErrors errors)
    {
        if (fieldPath.Length == 0)
        {
            return;
        }

        if (fieldPath.Trim().Length == 0)
        {
            errors.Invalid(path, fieldPath, "must be non-empty if specified");
        }

        if (HasLineBreaks(fieldPath))
        {
            errors.Invalid(path, fieldPath, "must not contain line breaks");
        }

        if (FieldPaths.Find(fieldPath, schema, allowsBrackets: true, out _) is null)
        {
            errors.Invalid(path, fieldPath, "must be a valid path");
        }
    }

    private static bool HasLineBreaks(string text) => text.AsSpan().ContainsAny('\n', '\r');
}
