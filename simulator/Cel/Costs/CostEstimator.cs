using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Costs;

/// <summary>A value in an expression, for the estimation of its size.</summary>
/// <param name="Path">Where the value stands in the schema; null if it stands nowhere.</param>
/// <param name="Type">Its type.</param>
/// <param name="Size">Its size; null if it is unknown.</param>
/// <param name="Expression">The expression; null for the items of a list.</param>
internal sealed record SizedNode(IReadOnlyList<string>? Path, CelType Type, CostRange? Size, CelExpression? Expression)
{
    public CostRange SizeOrUnknown => Size ?? CostRange.Unknown;
}

/// <summary>Estimates the worst cost of an expression from the sizes that the schema of its variables allows.</summary>
internal sealed class CostEstimator
{
    private static readonly CostRange _one = CostRange.Fixed(1);

    private readonly SizeEstimates _sizes;
    private readonly CallCosts _calls;

    private CostEstimator(DeclaredType root)
    {
        _sizes = new SizeEstimates(root);
        _calls = new CallCosts(_sizes);
    }

    public static CostRange Estimate(CelExpression expression, DeclaredType root) => new CostEstimator(root).Cost(expression);

    private CostRange Cost(CelExpression expression) =>
        expression switch
        {
            Identifier identifier => CostOf(identifier),
            Selection selection => CostOf(selection),
            Call call => CostOf(call),
            ListLiteral list => CostOf(list),
            MapLiteral map => CostOf(map),
            Comprehension loop => loop.Accumulator == Macros.Accumulator ? CostOfLoop(loop) : CostOfBinding(loop),
            _ => CostRange.Zero,
        };

    private CostRange CostOf(Identifier identifier)
    {
        _sizes.SetPath(identifier, _sizes.FindLocal(identifier.Name) is { } local ? local.Path : [identifier.Name]);
        return _one;
    }

    private CostRange CostOf(Selection selection)
    {
        if (selection.Qualified is { } qualified)
        {
            return CostOf(qualified);
        }

        var cost = Cost(selection.Operand);
        if (selection.IsTest)
        {
            return cost;
        }

        if (selection.Operand.Type.Kind is CelKind.Map or CelKind.Struct or CelKind.Parameter)
        {
            cost += _one;
        }

        _sizes.SetPath(selection, [.. _sizes.GetPath(selection.Operand) ?? [], selection.Field]);
        return cost;
    }

    private CostRange CostOf(Call call)
    {
        if (call.Function == "dyn")
        {
            var argument = Cost(call.Arguments[0]);
            _sizes.Copy(call.Arguments[0], call);
            return argument + _one;
        }

        var costs = call.Arguments.Select(Cost).ToList();
        var nodes = call.Arguments.Select(_sizes.CreateNode).ToList();
        if (call.Overloads.Count == 0)
        {
            return call.Function == "_?._" ? costs.Aggregate(_one, (sum, cost) => sum + cost) : CostRange.Zero;
        }

        var sum = CostRange.Zero;
        SizedNode? target = null;
        if (call.Target is not null)
        {
            sum = Cost(call.Target);
            target = _sizes.CreateNode(call.Target);
        }

        var (cost, size) = (new CostRange(ulong.MaxValue, 0), (CostRange?)null);
        foreach (var overload in call.Overloads)
        {
            var (callCost, resultSize) = _calls.Estimate(call, overload, target, nodes, costs);
            cost = cost.Union(callCost);
            size = resultSize is { } found ? size?.Union(found) ?? found : size;
            if (overload is "index_list" or "index_map")
            {
                size = _sizes.FindEntry(call.Arguments[0])?.Value;
                _sizes.SetPath(call, [.. _sizes.GetPath(call.Arguments[0]) ?? [], overload == "index_list" ? "@items" : "@values"]);
            }

            size ??= _sizes.Find(call);
        }
        if (size is { } result)
        {
            _sizes.SetSize(call, result);
        }

        return sum + cost;
    }

    private CostRange CostOf(ListLiteral list)
    {
        var sum = CostRange.Fixed(10);
        var items = new CostRange(list.Elements.Count == 0 ? 0 : ulong.MaxValue, 0);
        foreach (var element in list.Elements)
        {
            sum += Cost(element);
            items = items.Union(_sizes.FindOrUnknown(element));
        }

        _sizes.SetEntry(list, new EntrySize(CelKind.List, _one, items));
        return sum;
    }

    private CostRange CostOf(MapLiteral map)
    {
        var sum = CostRange.Fixed(30);
        var keys = new CostRange(map.Entries.Count == 0 ? 0 : ulong.MaxValue, 0);
        var values = keys;
        foreach (var entry in map.Entries)
        {
            sum += Cost(entry.Key) + Cost(entry.Value);
            keys = keys.Union(_sizes.FindOrUnknown(entry.Key));
            values = values.Union(_sizes.FindOrUnknown(entry.Value));
        }

        _sizes.SetEntry(map, new EntrySize(CelKind.Map, keys, values));
        return sum;
    }

    private CostRange CostOfLoop(Comprehension loop)
    {
        var sum = Cost(loop.Range) + Cost(loop.Initial);
        _sizes.Push(loop.Accumulator, LocalSize.Of(_sizes, loop.Initial));
        PushVariables(loop);
        var each = Cost(loop.Condition) + Cost(loop.Step);
        _sizes.Pop(loop.Variable);
        if (loop.SecondVariable is { } second)
        {
            _sizes.Pop(second);
        }

        sum += Cost(loop.Result);
        _sizes.Pop(loop.Accumulator);
        var count = _sizes.FindOrUnknown(loop.Range);
        if (loop.Initial is Literal)
        {
            _sizes.SetSize(loop, _one);
        }
        else
        {
            _sizes.SetSize(loop, count);
            if (_sizes.FindEntry(loop.Step) is { } entry)
            {
                _sizes.SetEntry(loop, entry);
            }
        }
        return sum + (count * each);
    }

    private void PushVariables(Comprehension loop)
    {
        var entry = _sizes.FindEntry(loop.Range);
        var path = _sizes.GetPath(loop.Range) ?? [];
        var isList = (entry?.Container ?? loop.Range.Type.Kind) == CelKind.List;
        if (loop.SecondVariable is { } second)
        {
            _sizes.Push(loop.Variable, new LocalSize([.. path, isList ? "@indices" : "@keys"], entry?.Key, null));
            _sizes.Push(second, new LocalSize([.. path, isList ? "@items" : "@values"], entry?.Value, null));
            return;
        }

        var size = isList ? entry?.Value : entry?.Key;
        _sizes.Push(loop.Variable, new LocalSize([.. path, isList ? "@items" : "@keys"], size, null));
    }

    private CostRange CostOfBinding(Comprehension binding)
    {
        var sum = Cost(binding.Range) + Cost(binding.Initial);
        _sizes.Push(binding.Accumulator, LocalSize.Of(_sizes, binding.Initial));
        sum += Cost(binding.Result);
        _sizes.Pop(binding.Accumulator);
        _sizes.Copy(binding.Result, binding);
        return sum;
    }
}
