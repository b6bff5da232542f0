using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Checking;

/// <summary>Finds the type of each node of an expression and the overload of each call.</summary>
internal sealed class CelChecker
{
    private readonly List<CelIssue> _issues;
    private readonly Unification _types = new();
    private readonly CallChecking _calls;
    private readonly Stack<Dictionary<string, CelType>> _scopes = new();
    private readonly CelEnvironment _environment;

    private CelChecker(CelEnvironment environment, List<CelIssue> issues)
    {
        _environment = environment;
        _issues = issues;
        _calls = new CallChecking(_types, issues);
    }

    /// <summary>Checks an expression; adds errors to <paramref name="issues"/>.</summary>
    public static void Check(CelEnvironment environment, CelExpression expression, List<CelIssue> issues)
    {
        var checker = new CelChecker(environment, issues);
        checker.Check(expression);
        TypeWalk.Visit(expression, node => node.Type = checker._types.Substitute(node.Type, freeToDyn: true));
    }

    private void Check(CelExpression expression) =>
        expression.Type = expression switch
        {
            Literal literal => GetType(literal.Value),
            Identifier identifier => CheckIdentifier(identifier),
            Selection selection => CheckSelection(selection),
            Call call => CheckCall(call),
            ListLiteral list => CheckList(list),
            MapLiteral map => CheckMap(map),
            Comprehension loop => CheckLoop(loop),
            StructLiteral literal => Fail(literal, $"undeclared reference to '{literal.TypeName}' (in container '')"),
            _ => throw new InvalidOperationException($"unknown node {expression.GetType().Name}"),
        };

    private static CelType GetType(object? value) =>
        value switch
        {
            null => CelType.Null,
            bool => CelType.Bool,
            long => CelType.Int,
            ulong => CelType.Uint,
            double => CelType.Double,
            string => CelType.String,
            _ => CelType.Bytes,
        };

    private CelType Fail(CelExpression at, string message)
    {
        _issues.Add(new CelIssue(at.Position, message));
        return CelType.Error;
    }

    private CelType CheckIdentifier(Identifier identifier) =>
        Resolve(identifier, identifier.Name.TrimStart('.'))
        ?? Fail(identifier, $"undeclared reference to '{identifier.Name}' (in container '')");

    private CelType? Resolve(Identifier identifier, string name)
    {
        foreach (var scope in _scopes)
        {
            if (scope.TryGetValue(name, out var local))
            {
                return local;
            }
        }
        if (_environment.Variables.TryGetValue(name, out var variable))
        {
            return variable;
        }

        identifier.DenotedType = CelEnvironment.FindType(name);
        return identifier.DenotedType is { } type ? CelType.TypeOf(type) : null;
    }

    private CelType CheckSelection(Selection selection)
    {
        if (!selection.IsTest && GetQualifiedName(selection) is { } name)
        {
            var identifier = new Identifier(selection.Position, name);
            if (Resolve(identifier, name) is { } type)
            {
                identifier.Type = type;
                selection.Qualified = identifier;
                return type;
            }
        }

        Check(selection.Operand);
        var result = SelectField(selection, selection.Operand, selection.Field, isOptional: false);
        return selection.IsTest ? CelType.Bool : _types.Substitute(result);
    }

    private CelType SelectField(CelExpression at, CelExpression operand, string field, bool isOptional)
    {
        var target = _types.Substitute(operand.Type);
        var wasOptional = target.IsOptional;
        if (wasOptional)
        {
            target = target.Parameters[0];
        }

        var result = SelectFrom(at, target, field);
        return wasOptional || isOptional ? CelType.Optional(result) : result;
    }

    private CelType SelectFrom(CelExpression at, CelType target, string field)
    {
        switch (target.Kind)
        {
            case CelKind.Map:
                return target.Parameters[1];
            case CelKind.Struct:
                return target.Fields is { } fields && fields.TryGetValue(field, out var type)
                    ? type
                    : Fail(at, $"undefined field '{field}'");
            case CelKind.Parameter:
                _types.TryAssign(CelType.Dyn, target);
                return CelType.Dyn;
            default:
                if (!target.IsDynamic)
                {
                    Fail(at, $"type '{target}' does not support field selection");
                }

                return CelType.Dyn;
        }
    }

    private static string? GetQualifiedName(CelExpression expression) =>
        expression switch
        {
            Identifier identifier => identifier.Name.TrimStart('.'),
            Selection { IsTest: false } selection => GetQualifiedName(selection.Operand) is { } prefix
                ? $"{prefix}.{selection.Field}"
                : null,
            _ => null,
        };

    private CelType CheckCall(Call call)
    {
        if (call.Function == "_?._")
        {
            Check(call.Arguments[0]);
            return _types.Substitute(SelectField(call, call.Arguments[0], (string)((Literal)call.Arguments[1]).Value!, isOptional: true));
        }

        foreach (var argument in call.Arguments)
        {
            Check(argument);
        }

        if (call.Target is null)
        {
            call.Function = call.Function.TrimStart('.');
        }
        else if (GetQualifiedName(call.Target) is { } prefix && CelEnvironment.FindFunction($"{prefix}.{call.Function}") is not null)
        {
            call.Function = $"{prefix}.{call.Function}";
            call.Target = null;
        }
        else
        {
            Check(call.Target);
        }

        return CelEnvironment.FindFunction(call.Function) is { } overloads
            ? _calls.Resolve(call, overloads)
            : Fail(call, $"undeclared reference to '{call.Function}' (in container '')");
    }

    private CelType CheckList(ListLiteral list)
    {
        CelType? items = null;
        foreach (var (index, element) in list.Elements.Index())
        {
            Check(element);
            items = Join(items, list.Optional.Contains(index) ? Unwrap(element) : element.Type);
        }

        return CelType.List(items ?? _types.NewVariable());
    }

    private CelType CheckMap(MapLiteral map)
    {
        CelType? keys = null;
        CelType? values = null;
        foreach (var entry in map.Entries)
        {
            Check(entry.Key);
            keys = Join(keys, entry.Key.Type);
            Check(entry.Value);
            values = Join(values, entry.IsOptional ? Unwrap(entry.Value) : entry.Value.Type);
        }

        return CelType.Map(keys ?? _types.NewVariable(), values ?? _types.NewVariable());
    }

    private CelType Unwrap(CelExpression element)
    {
        if (element.Type.IsOptional)
        {
            return element.Type.Parameters[0];
        }

        if (element.Type.Kind != CelKind.Dyn)
        {
            Fail(element, $"expected type '{CelType.Optional(element.Type)}' but found '{element.Type}'");
        }

        return element.Type;
    }

    /// <summary>The common type of elements; that of mixed ones is dynamic.</summary>
    private CelType Join(CelType? previous, CelType current)
    {
        if (previous is null)
        {
            return current;
        }

        return _types.TryAssign(previous, current) ? Unification.MostGeneral(previous, current) : CelType.Dyn;
    }

    private CelType CheckLoop(Comprehension loop)
    {
        Check(loop.Range);
        Check(loop.Initial);
        var (first, second) = GetVariableTypes(loop, _types.Substitute(loop.Range.Type));
        _scopes.Push(new(StringComparer.Ordinal) { [loop.Accumulator] = loop.Initial.Type });
        var variables = new Dictionary<string, CelType>(StringComparer.Ordinal) { [loop.Variable] = first };
        if (loop.SecondVariable is { } name)
        {
            variables[name] = second;
        }

        _scopes.Push(variables);
        Check(loop.Condition);
        Require(loop.Condition, CelType.Bool);
        Check(loop.Step);
        Require(loop.Step, loop.Initial.Type);
        _scopes.Pop();
        Check(loop.Result);
        _scopes.Pop();
        return _types.Substitute(loop.Result.Type);
    }

    private (CelType First, CelType Second) GetVariableTypes(Comprehension loop, CelType range)
    {
        switch (range.Kind)
        {
            case CelKind.List:
                return loop.SecondVariable is null ? (range.Parameters[0], CelType.Dyn) : (CelType.Int, range.Parameters[0]);
            case CelKind.Map:
                return (range.Parameters[0], range.Parameters[1]);
            case CelKind.Dyn or CelKind.Error or CelKind.Parameter:
                _types.TryAssign(CelType.Dyn, range);
                return (CelType.Dyn, CelType.Dyn);
            default:
                Fail(loop.Range, $"expression of type '{range}' cannot be range of a comprehension (must be list, map, or dynamic)");
                return (CelType.Error, CelType.Error);
        }
    }

    private void Require(CelExpression expression, CelType type)
    {
        if (!_types.TryAssign(type, expression.Type))
        {
            Fail(expression, $"expected type '{type}' but found '{expression.Type}'");
        }
    }
}
