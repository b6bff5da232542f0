using System.Numerics;
using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>The operators except those that may leave out an operand.</summary>
internal static class Operators
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["!_"] = values => values[0] is bool flag ? !flag : CelError.NoSuchOverload,
            ["-_"] = Negate,
            ["_==_"] = values => Comparison.AreEqual(values[0], values[1]),
            ["_!=_"] = values => !Comparison.AreEqual(values[0], values[1]),
            ["_<_"] = values => Order(values, order => order < 0),
            ["_<=_"] = values => Order(values, order => order <= 0),
            ["_>_"] = values => Order(values, order => order > 0),
            ["_>=_"] = values => Order(values, order => order >= 0),
            ["_+_"] = Add,
            ["_-_"] = Subtract,
            ["_*_"] = Multiply,
            ["_/_"] = values => Divide(values, "division by zero"),
            ["_%_"] = Modulo,
            ["@in"] = Contains,
            ["_[_]"] = values => Index(values[0], values[1]),
            ["_[?_]"] = values => FindAt(values[0], values[1]),
            ["size"] = Measure,
            ["type"] = values => TypeOf(values[0]),
            ["dyn"] = values => values[0],
        };

    public static long? SizeOf(object? value) =>
        value switch
        {
            string text => text.EnumerateRunes().Count(),
            byte[] bytes => bytes.Length,
            IReadOnlyList<object?> list => list.Count,
            ICelMap map => map.Count,
            _ => null,
        };

    public static object? Index(object? container, object? index)
    {
        if (container is CelOptional optional)
        {
            return optional.HasValue ? FindAt(optional.Value, index) : CelOptional.None;
        }

        switch (container, index)
        {
            case (IReadOnlyList<object?> list, long or ulong or double):
                return AsIndex(index) is { } at && at >= 0 && at < list.Count
                    ? list[(int)at]
                    : new CelError($"index out of bounds: {TextForm.Of(index)}");
            case (ICelMap map, _):
                return map.TryGet(index, out var value) ? value : CelError.NoSuchKey(index);
            default:
                return CelError.NoSuchOverload;
        }
    }

    private static object? FindAt(object? container, object? index)
    {
        if (container is CelOptional optional)
        {
            return optional.HasValue ? FindAt(optional.Value, index) : CelOptional.None;
        }

        var found = Index(container, index);
        return ReferenceEquals(found, CelError.NoSuchOverload) ? found
            : found is CelError ? CelOptional.None
            : CelOptional.Of(found);
    }

    private static long? AsIndex(object? index) =>
        index switch
        {
            long whole => whole,
            ulong and <= int.MaxValue => (long)(ulong)index,
            double number when number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue => (long)number,
            _ => null,
        };

    private static object Negate(object?[] values) =>
        values[0] switch
        {
            long.MinValue => CelError.IntegerOverflow,
            long whole => -whole,
            double number => -number,
            _ => CelError.NoSuchOverload,
        };

    private static object Order(object?[] values, Func<int, bool> holds)
    {
        if (values is [double.NaN, _] or [_, double.NaN])
        {
            return false;
        }

        return Comparison.Compare(values[0], values[1]) is { } order ? holds(order) : CelError.NoSuchOverload;
    }

    private static object Add(object?[] values) =>
        (values[0], values[1]) switch
        {
            (long left, long right) => Whole((BigInteger)left + right),
            (ulong left, ulong right) => Unsigned((BigInteger)left + right),
            (double left, double right) => left + right,
            (string left, string right) => left + right,
            (byte[] left, byte[] right) => (byte[])[.. left, .. right],
            (CelJsonList { IsUnordered: true } left, IReadOnlyList<object?> right) => ListFunctions.Merge(left, right),
            (IReadOnlyList<object?> left, IReadOnlyList<object?> right) => CelGrowingList.Concat(left, right),
            (DateTimeOffset time, CelDuration duration) => TimeFunctions.Shift(time, duration.Nanoseconds),
            (CelDuration duration, DateTimeOffset time) => TimeFunctions.Shift(time, duration.Nanoseconds),
            (CelDuration left, CelDuration right) => TimeFunctions.CreateDuration((BigInteger)left.Nanoseconds + right.Nanoseconds),
            _ => CelError.NoSuchOverload,
        };

    private static object Subtract(object?[] values) =>
        (values[0], values[1]) switch
        {
            (long left, long right) => Whole((BigInteger)left - right),
            (ulong left, ulong right) => Unsigned((BigInteger)left - right),
            (double left, double right) => left - right,
            (DateTimeOffset time, CelDuration duration) => TimeFunctions.Shift(time, -duration.Nanoseconds),
            (DateTimeOffset left, DateTimeOffset right) => TimeFunctions.CreateDuration((BigInteger)(left - right).Ticks * 100),
            (CelDuration left, CelDuration right) => TimeFunctions.CreateDuration((BigInteger)left.Nanoseconds - right.Nanoseconds),
            _ => CelError.NoSuchOverload,
        };

    private static object Multiply(object?[] values) =>
        (values[0], values[1]) switch
        {
            (long left, long right) => Whole((BigInteger)left * right),
            (ulong left, ulong right) => Unsigned((BigInteger)left * right),
            (double left, double right) => left * right,
            _ => CelError.NoSuchOverload,
        };

    private static object Divide(object?[] values, string whenZero) =>
        (values[0], values[1]) switch
        {
            (long, 0L) or (ulong, 0UL) => new CelError(whenZero),
            (long left, long right) => Whole((BigInteger)left / right),
            (ulong left, ulong right) => left / right,
            (double left, double right) => left / right,
            _ => CelError.NoSuchOverload,
        };

    private static object Modulo(object?[] values) =>
        (values[0], values[1]) switch
        {
            (long, 0L) or (ulong, 0UL) => new CelError("modulus by zero"),
            (long.MinValue, -1L) => CelError.IntegerOverflow,
            (long left, long right) => left % right,
            (ulong left, ulong right) => left % right,
            _ => CelError.NoSuchOverload,
        };

    private static object Contains(object?[] values) =>
        values[1] switch
        {
            IReadOnlyList<object?> list => Comparison.Contains(list, values[0]),
            ICelMap map => map.TryGet(values[0], out _),
            _ => CelError.NoSuchOverload,
        };

    private static object Measure(object?[] values) => SizeOf(values[0]) is { } size ? size : CelError.NoSuchOverload;

    private static CelType TypeOf(object? value) =>
        value switch
        {
            null => CelType.Opaque("null_type"),
            bool => CelType.Bool,
            long => CelType.Int,
            ulong => CelType.Uint,
            double => CelType.Double,
            string => CelType.String,
            byte[] => CelType.Bytes,
            DateTimeOffset => CelType.Timestamp,
            CelDuration => CelType.Duration,
            IReadOnlyList<object?> => CelType.List(CelType.Dyn),
            ICelMap => CelType.Map(CelType.Dyn, CelType.Dyn),
            CelOptional => CelType.Optional(CelType.Dyn),
            CelType => CelType.TypeOf(CelType.Dyn),
            ICelOpaque opaque => CelDeclarations.ParseType(opaque.TypeName),
            _ => CelType.Dyn,
        };

    private static object Whole(BigInteger value) =>
        value >= long.MinValue && value <= long.MaxValue ? (long)value : CelError.IntegerOverflow;

    private static object Unsigned(BigInteger value) => value >= 0 && value <= ulong.MaxValue ? (ulong)value : CelError.UnsignedOverflow;
}
