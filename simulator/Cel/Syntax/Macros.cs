namespace Infra.Simulator.Cel.Syntax;

/// <summary>Expands macros: calls that the parser replaces by loops.</summary>
internal sealed class Macros(List<CelIssue> issues)
{
    public const string Accumulator = "@result";

    /// <summary>Returns the loop that a macro stands for, or the call if it is none.</summary>
    public CelExpression Expand(int position, string function, CelExpression? target, List<CelExpression> arguments) =>
        (target, function, arguments.Count) switch
        {
            (null, "has", 1) => ExpandHas(position, arguments[0]),
            ({ } range, "all" or "exists" or "exists_one" or "existsOne", 2) => ExpandQuantifier(
                position,
                function,
                range,
                [arguments[0]],
                arguments[1]
            ),
            ({ } range, "all" or "exists" or "exists_one" or "existsOne", 3) => ExpandQuantifier(
                position,
                function,
                range,
                [arguments[0], arguments[1]],
                arguments[2]
            ),
            ({ } range, "map", 2) => ExpandMap(position, range, [arguments[0]], null, arguments[1]),
            ({ } range, "map", 3) => ExpandMap(position, range, [arguments[0]], arguments[1], arguments[2]),
            ({ } range, "filter", 2) => ExpandMap(position, range, [arguments[0]], arguments[1], arguments[0]),
            ({ } range, "transformList", 3) => ExpandMap(position, range, arguments[..2], null, arguments[2]),
            ({ } range, "transformList", 4) => ExpandMap(position, range, arguments[..2], arguments[2], arguments[3]),
            ({ } range, "transformMap" or "transformMapEntry", 3 or 4) => ExpandTransform(position, function, range, arguments),
            ({ } optional, "optMap" or "optFlatMap", 2) => ExpandOptional(position, function, optional, arguments),
            ({ } list, "sortBy", 2) => ExpandSortBy(position, list, arguments),
            _ => new Call(position, function, target, arguments),
        };

    private CelExpression ExpandHas(int position, CelExpression argument)
    {
        if (argument is Selection selection)
        {
            return new Selection(position, selection.Operand, selection.Field, isTest: true);
        }

        issues.Add(new CelIssue(argument.Position, "invalid argument to has() macro"));
        return argument;
    }

    private CelExpression ExpandQuantifier(
        int position,
        string function,
        CelExpression range,
        List<CelExpression> variables,
        CelExpression predicate
    )
    {
        if (FindVariables(variables, "argument must be a simple name") is not { } names)
        {
            return range;
        }

        var one = new Literal(position, 1L);
        return function switch
        {
            "all" => Loop(
                position,
                range,
                names,
                new Literal(position, true),
                CreateCall("@not_strictly_false", GetAccumulator()),
                CreateCall("_&&_", GetAccumulator(), predicate)
            ),
            "exists" => Loop(
                position,
                range,
                names,
                new Literal(position, false),
                CreateCall("@not_strictly_false", CreateCall("!_", GetAccumulator())),
                CreateCall("_||_", GetAccumulator(), predicate)
            ),
            _ => Loop(
                position,
                range,
                names,
                new Literal(position, 0L),
                new Literal(position, true),
                CreateCall("_?_:_", predicate, CreateCall("_+_", GetAccumulator(), one), GetAccumulator()),
                CreateCall("_==_", GetAccumulator(), one)
            ),
        };

        Identifier GetAccumulator() => new(position, Accumulator);
        Call CreateCall(string name, params IReadOnlyList<CelExpression> arguments) => new(position, name, null, arguments);
    }

    private CelExpression ExpandMap(
        int position,
        CelExpression range,
        List<CelExpression> variables,
        CelExpression? condition,
        CelExpression value
    )
    {
        if (FindVariables(variables, "argument is not an identifier") is not { } names)
        {
            return range;
        }

        var accumulator = new Identifier(position, Accumulator);
        CelExpression step = new Call(position, "_+_", null, [accumulator, new ListLiteral(position, [value], new HashSet<int>())]);
        if (condition is not null)
        {
            step = new Call(position, "_?_:_", null, [condition, step, new Identifier(position, Accumulator)]);
        }

        return Loop(position, range, names, new ListLiteral(position, [], new HashSet<int>()), new Literal(position, true), step);
    }

    private CelExpression ExpandTransform(int position, string function, CelExpression range, List<CelExpression> arguments)
    {
        if (FindVariables(arguments[..2], "argument must be a simple name") is not { } names)
        {
            return range;
        }

        List<CelExpression> inserted = [new Identifier(position, Accumulator)];
        if (function == "transformMap")
        {
            inserted.Add(new Identifier(position, names[0]));
        }

        inserted.Add(arguments[^1]);
        CelExpression step = new Call(position, "cel.@mapInsert", null, inserted);
        if (arguments.Count == 4)
        {
            step = new Call(position, "_?_:_", null, [arguments[2], step, new Identifier(position, Accumulator)]);
        }

        return Loop(position, range, names, new MapLiteral(position, []), new Literal(position, true), step);
    }

    private CelExpression ExpandOptional(int position, string function, CelExpression optional, List<CelExpression> arguments)
    {
        if (FindVariables(arguments[..1], $"{function}() variable name must be a simple identifier") is not { } names)
        {
            return optional;
        }

        var value = Bind(position, names[0], new Call(position, "value", optional, []), arguments[1]);
        return new Call(
            position,
            "_?_:_",
            null,
            [
                new Call(position, "hasValue", optional, []),
                function == "optMap" ? new Call(position, "optional.of", null, [value]) : value,
                new Call(position, "optional.none", null, []),
            ]
        );
    }

    private CelExpression ExpandSortBy(int position, CelExpression list, List<CelExpression> arguments)
    {
        if (
            FindVariables(arguments[..1], "sortBy can only be applied to a list, identifier, comprehension, call or select expression")
            is null
        )
        {
            return list;
        }

        const string Name = "@__sortBy_input__";
        var input = new Identifier(position, Name);
        var keys = ExpandMap(position, new Identifier(position, Name), [arguments[0]], null, arguments[1]);
        return Bind(position, Name, list, new Call(position, "@sortByAssociatedKeys", input, [keys]));
    }

    private static Comprehension Bind(int position, string name, CelExpression value, CelExpression result) =>
        new(
            position,
            new ListLiteral(position, [], new HashSet<int>()),
            ["#unused"],
            name,
            value,
            new Literal(position, false),
            new Identifier(position, name),
            result
        );

    private static Comprehension Loop(
        int position,
        CelExpression range,
        List<string> names,
        CelExpression initial,
        CelExpression condition,
        CelExpression step,
        CelExpression? result = null
    ) => new(position, range, names, Accumulator, initial, condition, step, result ?? new Identifier(position, Accumulator));

    private List<string>? FindVariables(List<CelExpression> expressions, string message)
    {
        var result = new List<string>();
        foreach (var expression in expressions)
        {
            if (expression is not Identifier identifier)
            {
                issues.Add(new CelIssue(expression.Position, message));
                return null;
            }

            result.Add(identifier.Name);
        }
        return result;
    }
}
