using System.Numerics;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>Functions of lists, sets and maps.</summary>
internal static class ListFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["sets.contains"] = values => Lists(values, (left, right) => right.All(item => Comparison.Contains(left, item))),
            ["sets.intersects"] = values => Lists(values, (left, right) => left.Any(item => Comparison.Contains(right, item))),
            ["sets.equivalent"] = values =>
                Lists(values, (left, right) =>
                    right.All(item => Comparison.Contains(left, item)) && left.All(item => Comparison.Contains(right, item))
                ),
            ["isSorted"] = IsSorted,
            ["sum"] = Sum,
            ["min"] = values => Extreme(values, "min", -1),
            ["max"] = values => Extreme(values, "max", 1),
            ["indexOf"] = values => values is [IReadOnlyList<object?> list, _] ? Find(list, values[1], 0, 1) : CelError.NoSuchOverload,
            ["lastIndexOf"] = values =>
                values is [IReadOnlyList<object?> list, _] ? Find(list, values[1], list.Count - 1, -1) : CelError.NoSuchOverload,
            ["slice"] = Slice,
            ["flatten"] = Flatten,
            ["lists.range"] = values => values is [long count] ? Range(count) : CelError.NoSuchOverload,
            ["reverse"] = values => values is [IReadOnlyList<object?> list] ? list.Reverse().ToArray() : CelError.NoSuchOverload,
            ["distinct"] = values => values is [IReadOnlyList<object?> list] ? Distinct(list) : CelError.NoSuchOverload,
            ["sort"] = values => values is [IReadOnlyList<object?> list] ? Sort(list, list) : CelError.NoSuchOverload,
            ["@sortByAssociatedKeys"] = values =>
                values is [IReadOnlyList<object?> list, IReadOnlyList<object?> keys] ? Sort(list, keys) : CelError.NoSuchOverload,
            ["first"] = values => values is [IReadOnlyList<object?> list] ? At(list, 0) : CelError.NoSuchOverload,
            ["last"] = values => values is [IReadOnlyList<object?> list] ? At(list, list.Count - 1) : CelError.NoSuchOverload,
            ["cel.@mapInsert"] = Insert,
        };

    /// <summary>Adds lists of the types set and map: items of the second replace equal ones of the first or follow them.</summary>
    public static object?[] Merge(CelJsonList left, IReadOnlyList<object?> right)
    {
        var result = left.ToList();
        foreach (var item in right)
        {
            var present = result.FindIndex(candidate => IsSame(left.Type!, candidate, item));
            if (present < 0)
            {
                result.Add(item);
            }
            else
            {
                result[present] = item;
            }
        }
        return [.. result];
    }

    private static bool IsSame(DeclaredType type, object? first, object? second) =>
        type.ListType == "set"
            ? Comparison.AreEqual(first, second)
            : first is ICelMap left
                && second is ICelMap right
                && type.MapKeys.All(key =>
                    left.TryGet(key, out var one) & right.TryGet(key, out var other) && Comparison.AreEqual(one, other)
                );

    private static object Lists(object?[] values, Func<IReadOnlyList<object?>, IReadOnlyList<object?>, bool> test) =>
        values is [IReadOnlyList<object?> left, IReadOnlyList<object?> right] ? test(left, right) : CelError.NoSuchOverload;

    private static object IsSorted(object?[] values)
    {
        if (values is not [IReadOnlyList<object?> list])
        {
            return CelError.NoSuchOverload;
        }

        for (var index = 1; index < list.Count; index++)
        {
            if (Comparison.Compare(list[index - 1], list[index]) is not { } order)
            {
                return CelError.NoSuchOverload;
            }

            if (order > 0)
            {
                return false;
            }
        }
        return true;
    }

    private static object? Sum(object?[] values)
    {
        if (values is not [IReadOnlyList<object?> list])
        {
            return CelError.NoSuchOverload;
        }

        object? sum = list.Count == 0 ? 0L : list[0];
        for (var index = 1; index < list.Count && sum is not CelError; index++)
        {
            sum = Operators.All["_+_"]([sum, list[index]]);
        }

        return sum;
    }

    private static object? Extreme(object?[] values, string name, int direction)
    {
        if (values is not [IReadOnlyList<object?> list])
        {
            return CelError.NoSuchOverload;
        }

        if (list.Count == 0)
        {
            return new CelError($"{name} called on empty list");
        }

        var result = list[0];
        foreach (var item in list)
        {
            if (Comparison.Compare(item, result) is not { } order)
            {
                return CelError.NoSuchOverload;
            }

            result = order * direction > 0 ? item : result;
        }
        return result;
    }

    private static long Find(IReadOnlyList<object?> list, object? value, int start, int step)
    {
        for (var index = start; index >= 0 && index < list.Count; index += step)
        {
            if (Comparison.AreEqual(list[index], value))
            {
                return index;
            }
        }
        return -1;
    }

    private static object Slice(object?[] values)
    {
        if (values is not [IReadOnlyList<object?> list, long start, long end])
        {
            return CelError.NoSuchOverload;
        }

        if (start < 0 || end < 0)
        {
            return new CelError($"cannot slice({start}, {end}), negative indexes not supported");
        }

        if (start > end)
        {
            return new CelError($"cannot slice({start}, {end}), start index must be less than or equal to end index");
        }

        return end > list.Count
            ? new CelError($"cannot slice({start}, {end}), list is length {list.Count}")
            : list.Skip((int)start).Take((int)(end - start)).ToArray();
    }

    private static object Flatten(object?[] values)
    {
        if (values is not [IReadOnlyList<object?> list, ..])
        {
            return CelError.NoSuchOverload;
        }

        var depth = values is [_, long given] ? given : 1;
        return depth < 0 ? new CelError("level must be non-negative") : FlattenTo(list, depth).ToArray();
    }

    private static IEnumerable<object?> FlattenTo(IReadOnlyList<object?> list, long depth) =>
        list.SelectMany(item => item is IReadOnlyList<object?> nested && depth > 0 ? FlattenTo(nested, depth - 1) : [item]);

    private static object Range(long count) =>
        count > 1_000_000
            ? new CelError($"lists.range: the list would have {count} items, more than the simulated cluster allows")
            : Enumerable.Range(0, (int)Math.Max(0, count)).Select(index => (object?)(long)index).ToArray();

    private static object?[] Distinct(IReadOnlyList<object?> list)
    {
        var result = new List<object?>();
        foreach (var item in list)
        {
            if (!Comparison.Contains(result, item))
            {
                result.Add(item);
            }
        }
        return [.. result];
    }

    private static object Sort(IReadOnlyList<object?> list, IReadOnlyList<object?> keys)
    {
        if (list.Count != keys.Count)
        {
            return new CelError(
                $"@sortByAssociatedKeys() expected a list of the same size as the associated keys list, but got {list.Count} and {keys.Count} elements respectively"
            );
        }

        if (keys.Any(key => Comparison.Compare(key, keys[0]) is null))
        {
            return new CelError("list elements must have the same type");
        }

        var order = Comparer<object?>.Create((first, second) => Comparison.Compare(first, second) ?? 0);
        return list.Zip(keys).OrderBy(pair => pair.Second, order).Select(pair => pair.First).ToArray();
    }

    private static CelOptional At(IReadOnlyList<object?> list, int index) =>
        index >= 0 && index < list.Count ? CelOptional.Of(list[index]) : CelOptional.None;

    private static object Insert(object?[] values)
    {
        if (values[0] is not CelMap map)
        {
            return CelError.NoSuchOverload;
        }

        var result = new CelMap(map);
        if (values is [_, ICelMap added])
        {
            foreach (var key in added.Keys)
            {
                added.TryGet(key, out var value);
                if (!result.TryAdd(key!, value))
                {
                    return new CelError($"insert failed: key {TextForm.Of(key)} already exists");
                }
            }
            return result;
        }

        return values is [_, { } single, _] && result.TryAdd(single, values[2])
            ? result
            : new CelError($"insert failed: key {TextForm.Of(values[1])} already exists");
    }
}
