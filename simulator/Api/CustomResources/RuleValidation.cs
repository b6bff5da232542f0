using System.Text.Json.Nodes;
using Infra.Simulator.Api.Validation;
using Infra.Simulator.Cel.Evaluation;
using Infra.Simulator.Cel.Values;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.CustomResources;

/// <summary>Evaluates the rules of a schema (<c>x-kubernetes-validations</c>) against a value.</summary>
internal sealed class RuleValidation
{
    private const long Budget = 10_000_000;

    private readonly FieldErrors _errors;
    private readonly List<string>? _warnings;
    private long _remaining = Budget;

    private RuleValidation(FieldErrors errors, List<string>? warnings)
    {
        _errors = errors;
        _warnings = warnings;
    }

    /// <summary>Whether a schema or a schema inside of it has rules.</summary>
    public static bool HasRules(JsonObject schema) => SchemaProgram.Get(schema).HasRules;

    /// <param name="schema">The schema.</param>
    /// <param name="value">The value.</param>
    /// <param name="old">The value before the update; null if it is new.</param>
    /// <param name="path">The path of the value; empty for an object.</param>
    /// <param name="errors">Collects the errors.</param>
    /// <param name="warnings">Collects what is wrong with unchanged parts; null if all of it counts as errors.</param>
    public static void Check(
        JsonObject schema,
        JsonNode? value,
        JsonNode? old,
        string path,
        FieldErrors errors,
        List<string>? warnings = null
    )
    {
        if (HasRules(schema))
        {
            var before = old is null || warnings is null ? null : new Correlation(old);
            new RuleValidation(errors, warnings).Validate(SchemaProgram.Get(schema), value, old, before, false, path);
        }
    }

    /// <returns>Whether the budget is left.</returns>
    private bool Validate(SchemaProgram program, JsonNode? value, JsonNode? old, Correlation? current, bool isParentUnchanged, string path)
    {
        if (value is null || !program.HasRules)
        {
            return true;
        }

        if (!EvaluateRules(program, value, old, current, isParentUnchanged, path))
        {
            return false;
        }

        var schema = program.Schema;
        var isUnchanged = current?.IsUnchanged(value) ?? isParentUnchanged;
        switch (value)
        {
            case JsonArray array when program.GetItems() is { } items:
                foreach (var (index, item) in array.Index())
                {
                    var oldItem = Correlation.FindItem(schema, old as JsonArray, item);
                    if (!Validate(items, item, oldItem, current?.GetItem(schema, item), isUnchanged, $"{path}[{index}]"))
                    {
                        return false;
                    }
                }
                break;
            case JsonObject map:
                return ValidateFields(program, map, old as JsonObject, current, isUnchanged, path);
        }
        return true;
    }

    private bool ValidateFields(
        SchemaProgram program,
        JsonObject map,
        JsonObject? old,
        Correlation? current,
        bool isParentUnchanged,
        string path
    )
    {
        foreach (var (key, value) in map)
        {
            if (program.GetField(key, out var isProperty) is not { } field)
            {
                continue;
            }

            var at =
                !isProperty ? $"{path}[{key}]"
                : path.Length == 0 ? key
                : $"{path}.{key}";
            if (!Validate(field, value, old?[key], current?.GetField(key), isParentUnchanged, at))
            {
                return false;
            }
        }
        return true;
    }

    private bool EvaluateRules(
        SchemaProgram program,
        JsonNode value,
        JsonNode? old,
        Correlation? current,
        bool isParentUnchanged,
        string path
    )
    {
        if (program.Rules.Count == 0)
        {
            return true;
        }

        var shown = path.Length == 0 ? "<nil>" : path;
        var type = program.Schema.Text("type") ?? "";
        if (_remaining <= 0)
        {
            _errors.Invalid(shown, type, "validation failed due to running out of cost budget, no further validation rules will be run");
            return false;
        }
        var self = CelJson.ToValue(value, program.Type);
        var oldSelf = old is null ? null : CelJson.ToValue(old, program.Type);
        foreach (var rule in program.Rules)
        {
            if (rule.UsesOldSelf && old is null && !rule.IsOptional)
            {
                continue;
            }

            var result = rule.Program.Evaluate(FindVariable);
            if ((long)Math.Min(result.Cost, long.MaxValue) > _remaining)
            {
                _errors.Invalid(
                    shown,
                    type,
                    "validation failed due to running out of cost budget, no further validation rules will be run"
                );
                return false;
            }

            _remaining -= (long)result.Cost;
            if (result.Value is CelError error)
            {
                _errors.Invalid(shown, type, Explain(error, rule));
                if (error.Message == CostLimitException.Text)
                {
                    return false;
                }

                continue;
            }

            if (result.Value is true)
            {
                continue;
            }

            var at =
                rule.FieldPath.Length == 0 ? shown
                : path.Length == 0 ? rule.FieldPath
                : $"{path}.{rule.FieldPath}";
            var omitsValue = type is "object" or "array";
            var failure = rule.CreateError(at, omitsValue ? null : value, omitsValue, EvaluateMessage(rule, FindVariable));
            var isUnchanged = current is not null ? current.IsUnchanged(value) : isParentUnchanged;
            if (!rule.UsesOldSelf && isUnchanged && _warnings is not null)
            {
                _warnings.Add(failure.ToString());
            }
            else
            {
                _errors.Add(failure);
            }

            object? FindVariable(string name) =>
                name switch
                {
                    "self" => self,
                    "oldSelf" when rule.IsOptional => old is null ? CelOptional.None : CelOptional.Of(oldSelf),
                    "oldSelf" => oldSelf,
                    _ => new CelError($"no such attribute(s): {name}"),
                };
        }
        return true;
    }

    private string? EvaluateMessage(SchemaRule rule, Func<string, object?> variables)
    {
        if (rule.Message is not { } program)
        {
            return null;
        }

        var result = program.Evaluate(variables);
        _remaining -= (long)Math.Min(result.Cost, (ulong)Budget);
        const int MaximumMessage = 5 * 1024;
        return
            result.Value is string text
            && text.Trim() is { Length: > 0 and <= MaximumMessage } trimmed
            && !trimmed.Contains('\n', StringComparison.Ordinal)
            ? trimmed
            : null;
    }

    private static string Explain(CelError error, SchemaRule rule) =>
        error.Message switch
        {
            "no such overload" =>
                $"'{error.Message}': call arguments did not match a supported operator, function or macro signature for rule: {rule.Shown}",
            CostLimitException.Text =>
                $"'{error.Message}': no further validation rules will be run due to call cost exceeds limit for rule: {rule.Shown}",
            _ => $"{error.Message} evaluating rule: {rule.Shown}",
        };
}
