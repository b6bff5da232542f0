using System.Globalization;
using Infra.Kubernetes;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>An amount of a resource.</summary>
internal sealed record CelQuantity(Quantity Value) : ICelOpaque
{
    public string TypeName => "kubernetes.Quantity";

    public override string ToString() => Value.ToString();
}

/// <summary>Functions of quantities.</summary>
internal static class QuantityFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["quantity"] = values =>
                values is not [string text] ? CelError.NoSuchOverload
                : TryParse(text) is { } quantity ? new CelQuantity(quantity)
                : new CelError("quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"),
            ["isQuantity"] = values => values is [string text] ? TryParse(text) is not null : CelError.NoSuchOverload,
            ["sign"] = values => values is [CelQuantity quantity] ? (long)quantity.Value.CompareTo(Quantity.Zero) : CelError.NoSuchOverload,
            ["isGreaterThan"] = values => Compare(values, order => order > 0),
            ["isLessThan"] = values => Compare(values, order => order < 0),
            ["compareTo"] = values => Compare(values, order => (long)Math.Sign(order)),
            ["isInteger"] = values => values is [CelQuantity quantity] ? AsInteger(quantity) is not null : CelError.NoSuchOverload,
            ["asInteger"] = values =>
                values is not [CelQuantity quantity] ? CelError.NoSuchOverload
                : AsInteger(quantity) is { } whole ? whole
                : new CelError("cannot convert value to integer"),
            ["asApproximateFloat"] = values => values is [CelQuantity quantity] ? quantity.Value.ToDouble() : CelError.NoSuchOverload,
            ["add"] = values => Combine(values, (left, right) => left + right),
            ["sub"] = values => Combine(values, (left, right) => left - right),
        };

    private static Quantity? TryParse(string text) => Quantity.TryParse(text, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;

    private static object Compare(object?[] values, Func<int, object> result) =>
        values is [CelQuantity left, CelQuantity right] ? result(left.Value.CompareTo(right.Value)) : CelError.NoSuchOverload;

    private static object Combine(object?[] values, Func<Quantity, Quantity, Quantity> combine) =>
        values switch
        {
            [CelQuantity left, CelQuantity right] => new CelQuantity(combine(left.Value, right.Value)),
            [CelQuantity left, long right] => new CelQuantity(combine(left.Value, Quantity.FromWhole(right))),
            _ => CelError.NoSuchOverload,
        };

    private static long? AsInteger(CelQuantity quantity) => quantity.Value.IsWhole ? quantity.Value.WholeValue : null;
}
