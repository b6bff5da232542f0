using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;
using Infra.Kubernetes.JsonPaths;

namespace Infra.Engine.Kubernetes.Awaiting.Rules;

/// <summary>A rule from the annotation <c>pulumi.com/waitFor</c>: all its expressions must be true.</summary>
internal sealed class WaitForRule : IReadinessRule
{
    private const string JsonPathPrefix = "jsonpath=";
    private const string ConditionPrefix = "condition=";
    private readonly IReadOnlyList<Expression> _expressions;

    private WaitForRule(IReadOnlyList<Expression> expressions) => _expressions = expressions;

    /// <summary>
    /// Parses the expressions <c>jsonpath={.path}</c>, <c>jsonpath={.path}=value</c>, <c>condition=Type</c>, <c>condition=Type=Status</c>.
    /// </summary>
    /// <exception cref="FormatException">An expression is malformed.</exception>
    public static WaitForRule Parse(IReadOnlyList<string> expressions) => new([.. expressions.Select(ParseOne)]);

    public Readiness Evaluate(JsonObject live, WatchView related)
    {
        var missing = _expressions.Select(e => e.WhyNot(live)).OfType<string>().ToList();
        return missing.Count == 0 ? Readiness.Ready : Readiness.Waiting(missing[0], missing);
    }

    private static Expression ParseOne(string text)
    {
        if (text.StartsWith(JsonPathPrefix, StringComparison.Ordinal))
        {
            return ParsePath(text[JsonPathPrefix.Length..]);
        }

        if (text.StartsWith(ConditionPrefix, StringComparison.Ordinal) && text.Length > ConditionPrefix.Length)
        {
            var parts = text[ConditionPrefix.Length..].Split('=', 2);
            return new ConditionExpression(parts[0], parts.Length > 1 ? parts[1] : "True");
        }

        throw new FormatException($"{Annotations.WaitFor}: \"{text}\" has to start with \"{JsonPathPrefix}\" or \"{ConditionPrefix}\"");
    }

    private static PathExpression ParsePath(string text)
    {
        var end = text.LastIndexOf('}');
        if (!text.StartsWith('{') || end < 0 || (end + 1 < text.Length && text[end + 1] != '='))
        {
            throw new FormatException($"{Annotations.WaitFor}: \"{text}\" has to be {{.path}} or {{.path}}=value, without quotes");
        }

        var value = end + 1 < text.Length ? text[(end + 2)..] : null;
        return value is ""
            ? throw new FormatException($"{Annotations.WaitFor}: \"{text}\" has no value after the =")
            : new PathExpression(text, JsonPath.Parse(text[1..end]), value);
    }

    private abstract record Expression
    {
        /// <summary>Describes what is missing; null if the expression is true.</summary>
        public abstract string? WhyNot(JsonObject live);
    }

    private sealed record ConditionExpression(string Type, string Status) : Expression
    {
        public override string? WhyNot(JsonObject live)
        {
            if (Conditions.Find(live, Type) is not { } condition)
            {
                return $"waiting for condition {Type}={Status}: there is no such condition yet";
            }

            var observed = condition.Integer("observedGeneration") ?? live.Integer("status", "observedGeneration");
            if (observed < live.Integer("metadata", "generation"))
            {
                return $"waiting for condition {Type}={Status}: the controller has not observed the change yet";
            }

            var status = condition.Text("status");
            return string.Equals(status, Status, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"waiting for condition {Type}={Status}: it is {status}. {Conditions.Describe(condition)}";
        }
    }

    private sealed record PathExpression(string Source, JsonPath Path, string? Value) : Expression
    {
        public override string? WhyNot(JsonObject live)
        {
            if (live.Integer("status", "observedGeneration") < live.Integer("metadata", "generation"))
            {
                return $"waiting for {Source}: the controller has not observed the change yet";
            }

            foreach (var found in Path.Select(live))
            {
                var text = found switch
                {
                    null => "null",
                    JsonValue value when value.TryGetValue<string>(out var plain) => plain,
                    _ => found.ToJsonString(),
                };
                return Value is null || (found is JsonValue && text == Value) ? null : $"waiting for {Source}: it is {text}";
            }

            return $"waiting for {Source}: there is no such value yet";
        }
    }
}
