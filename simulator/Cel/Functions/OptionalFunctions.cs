using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>Functions of values that may be absent. <c>or</c> and <c>orValue</c> are here too: they evaluate both operands.</summary>
internal static class OptionalFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["optional.of"] = values => CelOptional.Of(values[0]),
            ["optional.none"] = _ => CelOptional.None,
            ["optional.ofNonZeroValue"] = values => IsZero(values[0]) ? CelOptional.None : CelOptional.Of(values[0]),
            ["optional.unwrap"] = values => Unwrap(values[0]),
            ["unwrapOpt"] = values => Unwrap(values[0]),
            ["hasValue"] = values => values[0] is CelOptional optional ? optional.HasValue : CelError.NoSuchOverload,
            ["value"] = values =>
                values[0] is not CelOptional optional ? CelError.NoSuchOverload
                : optional.HasValue ? optional.Value
                : new CelError("optional.none() dereference"),
            ["or"] = values => values is [CelOptional left, CelOptional right] ? (left.HasValue ? left : right) : CelError.NoSuchOverload,
            ["orValue"] = values => values is [CelOptional left, _] ? (left.HasValue ? left.Value : values[1]) : CelError.NoSuchOverload,
        };

    private static bool IsZero(object? value) =>
        value switch
        {
            null or false or 0L or 0UL or 0d or "" => true,
            byte[] bytes => bytes.Length == 0,
            IReadOnlyList<object?> list => list.Count == 0,
            ICelMap map => map.Count == 0,
            CelDuration duration => duration.Nanoseconds == 0,
            CelOptional optional => !optional.HasValue,
            _ => false,
        };

    private static object Unwrap(object? value) =>
        value is IReadOnlyList<object?> list
            ? list.OfType<CelOptional>().Where(optional => optional.HasValue).Select(optional => optional.Value).ToArray()
            : CelError.NoSuchOverload;
}
