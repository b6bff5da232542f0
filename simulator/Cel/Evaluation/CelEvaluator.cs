using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Syntax;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Evaluation;

/// <summary>A variable of a loop.</summary>
internal sealed class LocalVariable(string name, object? value, LocalVariable? outer)
{
    public string Name => name;

    public object? Value { get; set; } = value;

    public LocalVariable? Outer => outer;
}

/// <summary>Evaluates a checked expression and counts its cost.</summary>
internal sealed class CelEvaluator(Func<string, object?> variables, ulong limit)
{
    private const ulong ListCost = 10;
    private const ulong MapCost = 30;

    public ulong Cost { get; private set; }

    public object? Evaluate(CelExpression expression, LocalVariable? locals) =>
        expression switch
        {
            Literal literal => literal.Value,
            Identifier identifier => Find(identifier, locals),
            Selection selection => Select(selection, locals),
            Call call => Invoke(call, locals),
            ListLiteral list => CreateList(list, locals),
            MapLiteral map => CreateMap(map, locals),
            Comprehension loop => Loop(loop, locals),
            _ => throw new InvalidOperationException($"{expression.GetType().Name} cannot be evaluated"),
        };

    private void Charge(ulong cost)
    {
        Cost = Cost > ulong.MaxValue - cost ? ulong.MaxValue : Cost + cost;
        if (Cost > limit)
        {
            throw new CostLimitException();
        }
    }

    private object? Find(Identifier identifier, LocalVariable? locals)
    {
        Charge(1);
        if (identifier.DenotedType is { } type)
        {
            return type;
        }

        for (var local = locals; local is not null; local = local.Outer)
        {
            if (local.Name == identifier.Name)
            {
                return local.Value;
            }
        }
        return variables(identifier.Name.TrimStart('.'));
    }

    private object? Select(Selection selection, LocalVariable? locals)
    {
        if (selection.Qualified is { } qualified)
        {
            return Find(qualified, locals);
        }

        var operand = Evaluate(selection.Operand, locals);
        if (operand is CelError)
        {
            return operand;
        }

        if (!selection.IsTest)
        {
            Charge(1);
            return SelectField(operand, selection.Field);
        }

        return operand switch
        {
            ICelMap map => map.TryGet(selection.Field, out _),
            CelOptional { HasValue: false } => false,
            CelOptional { Value: ICelMap map } => map.TryGet(selection.Field, out _),
            _ => CelError.NoSuchOverload,
        };
    }

    private static object? SelectField(object? operand, string field)
    {
        if (operand is CelOptional optional)
        {
            return optional.Value is ICelMap inner && inner.TryGet(field, out var found) ? CelOptional.Of(found) : CelOptional.None;
        }

        return operand is not ICelMap map ? CelError.NoSuchOverload
            : map.TryGet(field, out var value) ? value
            : CelError.NoSuchKey(field);
    }

    private object? Invoke(Call call, LocalVariable? locals)
    {
        switch (call.Function)
        {
            case "_&&_":
                return Decide(call, locals, decisive: false);
            case "_||_":
                return Decide(call, locals, decisive: true);
            case "_?_:_":
                return Evaluate(call.Arguments[0], locals) switch
                {
                    true => Evaluate(call.Arguments[1], locals),
                    false => Evaluate(call.Arguments[2], locals),
                    CelError error => error,
                    _ => CelError.NoSuchOverload,
                };
            case "@not_strictly_false":
                Charge(1);
                return Evaluate(call.Arguments[0], locals) is not false;
            case "_?._":
                return SelectOptional(call, locals);
            case "or" or "orValue" when call.Target is not null:
                return ChooseOptional(call, locals);
        }
        var arguments = new object?[call.Arguments.Count + (call.Target is null ? 0 : 1)];
        var next = 0;
        if (call.Target is not null)
        {
            arguments[next++] = Evaluate(call.Target, locals);
        }

        foreach (var argument in call.Arguments)
        {
            arguments[next++] = Evaluate(argument, locals);
        }

        var result = FunctionTable.Invoke(call.Function, arguments);
        Charge(RuntimeCosts.Of(call, arguments, result));
        return result;
    }

    private object? Decide(Call call, LocalVariable? locals, bool decisive)
    {
        var left = Evaluate(call.Arguments[0], locals);
        if (left is bool first && first == decisive)
        {
            return decisive;
        }

        var right = Evaluate(call.Arguments[1], locals);
        if (right is bool second && second == decisive)
        {
            return decisive;
        }

        return (left, right) switch
        {
            (bool, bool) => !decisive,
            (CelError, _) => left,
            (_, CelError) => right,
            _ => CelError.NoSuchOverload,
        };
    }

    private object? SelectOptional(Call call, LocalVariable? locals)
    {
        var operand = Evaluate(call.Arguments[0], locals);
        Charge(1);
        var field = (string)((Literal)call.Arguments[1]).Value!;
        return operand switch
        {
            CelError => operand,
            CelOptional { HasValue: false } => CelOptional.None,
            CelOptional { Value: var inner } => SelectField(CelOptional.Of(inner), field),
            ICelMap => SelectField(CelOptional.Of(operand), field),
            _ => CelError.NoSuchOverload,
        };
    }

    private object? ChooseOptional(Call call, LocalVariable? locals)
    {
        var left = Evaluate(call.Target!, locals);
        return left switch
        {
            CelError => left,
            CelOptional { HasValue: true } optional => call.Function == "or" ? optional : optional.Value,
            CelOptional => Evaluate(call.Arguments[0], locals),
            _ => CelError.NoSuchOverload,
        };
    }

    private object? CreateList(ListLiteral list, LocalVariable? locals)
    {
        var result = new List<object?>(list.Elements.Count);
        foreach (var (index, element) in list.Elements.Index())
        {
            var value = Evaluate(element, locals);
            if (value is CelError)
            {
                return value;
            }

            if (!list.Optional.Contains(index))
            {
                result.Add(value);
            }
            else if (value is CelOptional { HasValue: true } optional)
            {
                result.Add(optional.Value);
            }
        }
        Charge(ListCost);
        return result.ToArray();
    }

    private object? CreateMap(MapLiteral map, LocalVariable? locals)
    {
        var result = new CelMap();
        foreach (var entry in map.Entries)
        {
            var (key, value) = (Evaluate(entry.Key, locals), Evaluate(entry.Value, locals));
            if (key is CelError || value is CelError)
            {
                return key is CelError ? key : value;
            }

            if (key is not (string or long or ulong or bool))
            {
                return new CelError("unsupported key type");
            }

            var optional = entry.IsOptional ? value as CelOptional : null;
            if (optional is { HasValue: false })
            {
                continue;
            }

            if (!result.TryAdd(key, optional is null ? value : optional.Value))
            {
                return new CelError($"Failed with repeated key");
            }
        }
        Charge(MapCost);
        return result;
    }

    private object? Loop(Comprehension loop, LocalVariable? locals)
    {
        var range = Evaluate(loop.Range, locals);
        if (range is CelError)
        {
            return range;
        }

        var accumulator = new LocalVariable(loop.Accumulator, Evaluate(loop.Initial, locals), locals);
        if (range is not (IReadOnlyList<object?> or ICelMap))
        {
            return CelError.NoSuchOverload;
        }

        foreach (var (first, second) in GetItems(range, loop.SecondVariable is not null))
        {
            var scope = new LocalVariable(loop.Variable, first, accumulator);
            if (loop.SecondVariable is { } name)
            {
                scope = new LocalVariable(name, second, scope);
            }

            if (Evaluate(loop.Condition, scope) is not true)
            {
                break;
            }

            accumulator.Value = Evaluate(loop.Step, scope);
        }
        return Evaluate(loop.Result, accumulator);
    }

    private static IEnumerable<(object? First, object? Second)> GetItems(object? range, bool hasTwo) =>
        range switch
        {
            IReadOnlyList<object?> list when hasTwo => list.Select((item, index) => ((object?)(long)index, item)),
            IReadOnlyList<object?> list => list.Select(item => (item, (object?)null)),
            ICelMap map => map.Keys.Select(key => (key, map.TryGet(key, out var value) ? value : null)),
            _ => [],
        };
}
