using Infra.Simulator.Cel.Checking;

namespace Infra.Simulator.Cel.Syntax;

/// <summary>A node of a parsed expression. The checker adds types and overloads.</summary>
/// <param name="position">The index in the source of the token that error messages point to.</param>
/// <param name="children">The nodes inside of it.</param>
internal abstract class CelExpression(int position, params IEnumerable<CelExpression?> children)
{
    public int Position { get; } = position;

    /// <summary>The number of levels of the tree below and with this node.</summary>
    public int Depth { get; } = 1 + children.Select(child => child?.Depth ?? 0).DefaultIfEmpty().Max();

    /// <summary>The type that the checker found.</summary>
    public CelType Type { get; set; } = CelType.Dyn;
}

/// <summary>A literal: null, bool, long, ulong, double, string or bytes.</summary>
internal sealed class Literal(int position, object? value) : CelExpression(position)
{
    public object? Value { get; } = value;
}

/// <summary>A variable.</summary>
internal sealed class Identifier(int position, string name) : CelExpression(position)
{
    public string Name { get; } = name;

    /// <summary>The type that the name denotes; null for a variable.</summary>
    public CelType? DenotedType { get; set; }
}

/// <summary>A field of a value; with <see cref="IsTest"/>, whether the field is set.</summary>
internal sealed class Selection(int position, CelExpression operand, string field, bool isTest) : CelExpression(position, operand)
{
    public CelExpression Operand { get; } = operand;

    public string Field { get; } = field;

    public bool IsTest { get; } = isTest;

    /// <summary>The identifier with a dotted name that the selection stands for; null for a field.</summary>
    public Identifier? Qualified { get; set; }
}

/// <summary>A call of a function, a method (with a target) or an operator.</summary>
internal sealed class Call(int position, string function, CelExpression? target, IReadOnlyList<CelExpression> arguments)
    : CelExpression(position, [target, .. arguments])
{
    public string Function { get; set; } = function;

    public CelExpression? Target { get; set; } = target;

    public IReadOnlyList<CelExpression> Arguments { get; } = arguments;

    /// <summary>The overloads that fit the arguments' types.</summary>
    public IReadOnlyList<string> Overloads { get; set; } = [];
}

/// <summary>A list; <see cref="Optional"/> has the indices of elements that are left out without a value.</summary>
internal sealed class ListLiteral(int position, IReadOnlyList<CelExpression> elements, IReadOnlySet<int> optional)
    : CelExpression(position, elements)
{
    public IReadOnlyList<CelExpression> Elements { get; } = elements;

    public IReadOnlySet<int> Optional { get; } = optional;
}

/// <summary>An entry of a map literal.</summary>
internal sealed record MapEntry(CelExpression Key, CelExpression Value, bool IsOptional);

internal sealed class MapLiteral(int position, IReadOnlyList<MapEntry> entries)
    : CelExpression(position, entries.SelectMany(entry => new[] { entry.Key, entry.Value }))
{
    public IReadOnlyList<MapEntry> Entries { get; } = entries;
}

/// <summary>An object of a declared type.</summary>
internal sealed class StructLiteral(int position, string typeName) : CelExpression(position)
{
    public string TypeName { get; } = typeName;
}

/// <summary>A loop over a list or the keys of a map, made by macros.</summary>
internal sealed class Comprehension(
    int position,
    CelExpression range,
    IReadOnlyList<string> variables,
    string accumulator,
    CelExpression initial,
    CelExpression condition,
    CelExpression step,
    CelExpression result
) : CelExpression(position, range, initial, condition, step, result)
{
    public CelExpression Range { get; } = range;

    public string Variable { get; } = variables[0];

    /// <summary>The second variable: the values beside indices or keys; null in a loop over one variable.</summary>
    public string? SecondVariable { get; } = variables.Count > 1 ? variables[1] : null;

    public string Accumulator { get; } = accumulator;

    public CelExpression Initial { get; } = initial;

    public CelExpression Condition { get; } = condition;

    public CelExpression Step { get; } = step;

    public CelExpression Result { get; } = result;
}
