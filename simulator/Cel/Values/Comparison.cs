using System.Numerics;

namespace Infra.Simulator.Cel.Values;

/// <summary>Equality and order of values.</summary>
internal static class Comparison
{
    public static bool AreEqual(object? first, object? second)
    {
        switch (first, second)
        {
            case (null, null):
                return true;
            case (long or ulong or double, long or ulong or double):
                return CompareNumbers(first, second) == 0;
            case (byte[] left, byte[] right):
                return left.AsSpan().SequenceEqual(right);
            case (CelJsonList { IsUnordered: true } left, IReadOnlyList<object?> right):
                return left.Count == right.Count && left.All(item => Contains(right, item));
            case (IReadOnlyList<object?> left, IReadOnlyList<object?> right):
                return left.Count == right.Count && left.Zip(right).All(pair => AreEqual(pair.First, pair.Second));
            case (ICelMap left, ICelMap right):
                return left.Count == right.Count && left.Keys.All(key => HasEqualValue(left, right, key));
            case (CelOptional left, CelOptional right):
                return left.HasValue == right.HasValue && AreEqual(left.Value, right.Value);
            case (Checking.CelType left, Checking.CelType right):
                return left.Kind == right.Kind && left.Name == right.Name;
            default:
                return first is not null && first.Equals(second);
        }
    }

    public static bool Contains(IReadOnlyList<object?> list, object? value)
    {
        for (var index = 0; index < list.Count; index++)
        {
            if (AreEqual(list[index], value))
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The order of two values; null if their types have no order.</summary>
    public static int? Compare(object? first, object? second) =>
        (first, second) switch
        {
            (long or ulong or double, long or ulong or double) => CompareNumbers(first, second),
            (string left, string right) => string.CompareOrdinal(left, right),
            (bool left, bool right) => left.CompareTo(right),
            (byte[] left, byte[] right) => left.AsSpan().SequenceCompareTo(right),
            (DateTimeOffset left, DateTimeOffset right) => left.CompareTo(right),
            (CelDuration left, CelDuration right) => left.CompareTo(right),
            _ => null,
        };

    private static bool HasEqualValue(ICelMap left, ICelMap right, object? key) =>
        left.TryGet(key, out var one) && right.TryGet(key, out var other) && AreEqual(one, other);

    /// <summary>The order of two numbers; null if one is not a number.</summary>
    private static int? CompareNumbers(object first, object second)
    {
        if (first is double || second is double)
        {
            var (left, right) = (ToDouble(first), ToDouble(second));
            return double.IsNaN(left) || double.IsNaN(right) ? null : left.CompareTo(right);
        }

        return ToInteger(first).CompareTo(ToInteger(second));
    }

    private static double ToDouble(object number) =>
        number switch
        {
            long whole => whole,
            ulong whole => whole,
            _ => (double)number,
        };

    private static BigInteger ToInteger(object number) => number is long whole ? whole : (ulong)number;
}
