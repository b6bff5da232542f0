using System.Text.Json;
using System.Text.Json.Nodes;

namespace Infra.Kubernetes.JsonPaths;

/// <summary>One step of a JSONPath: maps the values found so far to the next ones.</summary>
internal abstract record JsonPathStep
{
    /// <summary>The next values; null if the evaluation fails.</summary>
    public abstract List<JsonNode?>? Apply(IReadOnlyList<JsonNode?> values);

    public static IReadOnlyList<JsonNode?>? ApplyAll(IReadOnlyList<JsonPathStep> steps, IReadOnlyList<JsonNode?> values)
    {
        var current = values;
        foreach (var step in steps)
        {
            if (step.Apply(current) is not { } next)
            {
                return null;
            }

            current = next;
        }

        return current;
    }
}

/// <summary>The field of each object; values without it are skipped.</summary>
internal sealed record FieldStep(string Name) : JsonPathStep
{
    public override List<JsonNode?> Apply(IReadOnlyList<JsonNode?> values)
    {
        var found = new List<JsonNode?>(values.Count);
        foreach (var value in values)
        {
            if (value is JsonObject map && map.TryGetPropertyValue(Name, out var field))
            {
                found.Add(field);
            }
        }

        return found;
    }
}

/// <summary>All elements of lists and all values of objects.</summary>
internal sealed record WildcardStep : JsonPathStep
{
    public override List<JsonNode?> Apply(IReadOnlyList<JsonNode?> values) => [.. values.SelectMany(Children)];

    public static IEnumerable<JsonNode?> Children(JsonNode? value) =>
        value switch
        {
            JsonArray list => list,
            JsonObject map => map.Select(field => field.Value),
            _ => [],
        };
}

/// <summary>Every list and object at or below each value, in pre-order.</summary>
internal sealed record RecursiveStep : JsonPathStep
{
    public override List<JsonNode?> Apply(IReadOnlyList<JsonNode?> values) => [.. values.SelectMany(Descend)];

    private static IEnumerable<JsonNode?> Descend(JsonNode? value)
    {
        var children = WildcardStep.Children(value).ToList();
        return children.Count == 0 ? [] : children.SelectMany(Descend).Prepend(value);
    }
}

/// <summary>A slice of each list. Bounds below zero count from the end.</summary>
/// <param name="From">The first index; null for the beginning.</param>
/// <param name="To">The index after the last; null for the end.</param>
/// <param name="Step">The distance between two elements; null for 1.</param>
internal sealed record SliceStep(int? From, int? To, int? Step) : JsonPathStep
{
    /// <summary>The slice that holds one element.</summary>
    public static SliceStep Element(int index) => new(index, index == -1 ? null : index + 1, null);

    public override List<JsonNode?>? Apply(IReadOnlyList<JsonNode?> values)
    {
        var found = new List<JsonNode?>();
        foreach (var value in values)
        {
            if (value is null)
            {
                continue;
            }

            if (value is not JsonArray list || !TryAdd(list, found))
            {
                return null;
            }
        }

        return found;
    }

    private bool TryAdd(JsonArray list, List<JsonNode?> found)
    {
        var from = From is < 0 ? From.Value + list.Count : From ?? 0;
        var to = To is < 0 ? To.Value + list.Count : To ?? list.Count;
        if (from == to)
        {
            return true;
        }

        if (from < 0 || from >= list.Count || to < from || to > list.Count || Step is <= 0)
        {
            return false;
        }

        for (var i = from; i < to; i += Step ?? 1)
        {
            found.Add(list[i]);
        }

        return true;
    }
}

/// <summary>The values of several alternatives, concatenated.</summary>
internal sealed record UnionStep(IReadOnlyList<IReadOnlyList<JsonPathStep>> Alternatives) : JsonPathStep
{
    public override List<JsonNode?>? Apply(IReadOnlyList<JsonNode?> values)
    {
        var found = new List<JsonNode?>();
        foreach (var alternative in Alternatives)
        {
            if (ApplyAll(alternative, values) is not { } part)
            {
                return null;
            }

            found.AddRange(part);
        }

        return found;
    }
}

/// <summary>A constant, once for each value: the right side of a comparison.</summary>
internal sealed record LiteralStep(JsonValue Value) : JsonPathStep
{
    public override List<JsonNode?> Apply(IReadOnlyList<JsonNode?> values) => [.. values.Select(_ => Value)];
}

/// <summary>The elements of each list for which a comparison holds.</summary>
/// <param name="Left">The left side, relative to the element.</param>
/// <param name="Operator">The comparison; null to test that the left side exists.</param>
/// <param name="Right">The right side, relative to the element.</param>
internal sealed record FilterStep(IReadOnlyList<JsonPathStep> Left, string? Operator, IReadOnlyList<JsonPathStep> Right) : JsonPathStep
{
    public override List<JsonNode?>? Apply(IReadOnlyList<JsonNode?> values)
    {
        var found = new List<JsonNode?>();
        foreach (var value in values)
        {
            if (value is not JsonArray list)
            {
                return null;
            }

            foreach (var element in list)
            {
                if (Holds(element) is not { } holds)
                {
                    return null;
                }

                if (holds)
                {
                    found.Add(element);
                }
            }
        }

        return found;
    }

    private bool? Holds(JsonNode? element)
    {
        var left = ApplyAll(Left, [element]);
        if (Operator is null)
        {
            return left is { Count: > 0 };
        }

        var right = ApplyAll(Right, [element]);
        return left is null || right is null || left.Count > 1 || right.Count > 1 ? null
            : left.Count == 0 || right.Count == 0 ? false
            : Compare(left[0], right[0]);
    }

    // Null if the types differ or do not support the comparison.
    private bool? Compare(JsonNode? left, JsonNode? right)
    {
        if (left is not JsonValue first || right is not JsonValue second)
        {
            return null;
        }

        return (first.GetValueKind(), second.GetValueKind()) switch
        {
            (JsonValueKind.String, JsonValueKind.String) => Decide(
                string.CompareOrdinal(first.GetValue<string>(), second.GetValue<string>())
            ),
            (JsonValueKind.Number, JsonValueKind.Number) => CompareNumbers(first, second),
            (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) when Operator is "==" or "!=" =>
                first.GetValueKind() == second.GetValueKind() == (Operator == "=="),
            _ => null,
        };
    }

    // As in Go, an integer and a floating-point number are not comparable.
    private bool? CompareNumbers(JsonValue left, JsonValue right) =>
        (WholeNumber(left), WholeNumber(right)) switch
        {
            ({ } first, { } second) => Decide(first.CompareTo(second)),
            (null, null) => Decide(Fraction(left).CompareTo(Fraction(right))),
            _ => null,
        };

    private static long? WholeNumber(JsonValue value) => long.TryParse(value.ToJsonString(), out var number) ? number : null;

    private static double Fraction(JsonValue value) =>
        double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture);

    private bool Decide(int order) =>
        Operator switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        };
}
