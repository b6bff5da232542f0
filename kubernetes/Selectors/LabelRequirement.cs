using System.Globalization;

namespace Infra.Kubernetes.Selectors;

/// <summary>One condition on an object's labels, equivalent to apimachinery's <c>labels.Requirement</c>.</summary>
/// <param name="Key">The label's key.</param>
/// <param name="Operator">The comparison.</param>
/// <param name="Values">Any number for <c>In</c> and <c>NotIn</c>, none for <c>Exists</c> and <c>DoesNotExist</c>, one for the other
/// operators.</param>
public sealed record LabelRequirement(string Key, LabelOperator Operator, IReadOnlyList<string> Values)
{
    /// <summary>
    /// Parses the operator of a <c>matchExpressions</c> entry; null if it is unknown. <c>Gt</c> and <c>Lt</c> are valid in node selectors
    /// only.
    /// </summary>
    public static LabelOperator? ParseOperator(string? text) =>
        text switch
        {
            "In" => LabelOperator.In,
            "NotIn" => LabelOperator.NotIn,
            "Exists" => LabelOperator.Exists,
            "DoesNotExist" => LabelOperator.DoesNotExist,
            "Gt" => LabelOperator.GreaterThan,
            "Lt" => LabelOperator.LessThan,
            _ => null,
        };

    /// <summary>Whether labels meet the requirement.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return IsMetBy(labels.TryGetValue(Key, out var value) ? value : null);
    }

    /// <summary>Whether a label's value meets the requirement.</summary>
    /// <param name="value">The value; null if the label is absent.</param>
    public bool IsMetBy(string? value) =>
        Operator switch
        {
            LabelOperator.In or LabelOperator.Equals => value is not null && HasValue(value),
            LabelOperator.NotIn or LabelOperator.NotEquals => value is null || !HasValue(value),
            LabelOperator.Exists => value is not null,
            LabelOperator.DoesNotExist => value is null,
            LabelOperator.GreaterThan => CompareWithBound(value) > 0,
            _ => CompareWithBound(value) < 0,
        };

    /// <summary>
    /// The text form: <c>a=b</c>, <c>a!=b</c>, <c>a in (b,c)</c>, <c>a notin (b)</c>, <c>a</c>, <c>!a</c>, <c>a&gt;1</c>; values in ordinal
    /// order.
    /// </summary>
    public override string ToString() =>
        Operator switch
        {
            LabelOperator.In => $"{Key} in ({SortedValues()})",
            LabelOperator.NotIn => $"{Key} notin ({SortedValues()})",
            LabelOperator.Exists => Key,
            LabelOperator.DoesNotExist => $"!{Key}",
            LabelOperator.GreaterThan => $"{Key}>{SortedValues()}",
            LabelOperator.LessThan => $"{Key}<{SortedValues()}",
            LabelOperator.Equals => $"{Key}={SortedValues()}",
            _ => $"{Key}!={SortedValues()}",
        };

    // Null, which is neither above nor below zero, unless both are integers.
    private int? CompareWithBound(string? value) =>
        Values.Count == 1 && TryParse(value, out var number) && TryParse(Values[0], out var bound) ? number.CompareTo(bound) : null;

    private static bool TryParse(string? text, out long number) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);

    // A loop and not LINQ, because it runs for every pod.
    private bool HasValue(string value)
    {
        for (var i = 0; i < Values.Count; i++)
        {
            if (Values[i] == value)
            {
                return true;
            }
        }

        return false;
    }

    private string SortedValues() => string.Join(',', Values.Order(StringComparer.Ordinal));
}
