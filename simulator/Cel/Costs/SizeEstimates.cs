using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Costs;

/// <summary>The sizes of the keys and values of a list or map.</summary>
internal sealed record EntrySize(CelKind Container, CostRange Key, CostRange Value)
{
    public static EntrySize? Union(EntrySize? first, EntrySize? second) =>
        first is null || second is null
            ? null
            : new EntrySize(first.Container, first.Key.Union(second.Key), first.Value.Union(second.Value));
}

/// <summary>What is known about a local variable.</summary>
internal sealed record LocalSize(IReadOnlyList<string>? Path, CostRange? Size, EntrySize? Entry)
{
    public static LocalSize Of(SizeEstimates sizes, CelExpression value) =>
        new(sizes.GetPath(value), sizes.Find(value), sizes.FindEntry(value));
}

/// <summary>The sizes of the values in an expression: those of literals, those of the schema, those computed from both.</summary>
internal sealed class SizeEstimates(DeclaredType root)
{
    private readonly Dictionary<CelExpression, CostRange> _sizes = [];
    private readonly Dictionary<CelExpression, EntrySize> _entries = [];
    private readonly Dictionary<CelExpression, IReadOnlyList<string>> _paths = [];
    private readonly Dictionary<string, Stack<LocalSize>> _locals = new(StringComparer.Ordinal);

    public void Push(string name, LocalSize size)
    {
        if (!_locals.TryGetValue(name, out var stack))
        {
            _locals[name] = stack = new();
        }

        stack.Push(size);
    }

    public void Pop(string name) => _locals[name].Pop();

    public LocalSize? FindLocal(string name) => _locals.TryGetValue(name, out var stack) && stack.Count > 0 ? stack.Peek() : null;

    public void SetSize(CelExpression expression, CostRange size) => _sizes[expression] = size;

    public void SetEntry(CelExpression expression, EntrySize entry) => _entries[expression] = entry;

    public void SetPath(CelExpression expression, IReadOnlyList<string>? path)
    {
        if (path is not null)
        {
            _paths[expression] = path;
        }
    }

    public IReadOnlyList<string>? GetPath(CelExpression expression) =>
        expression is Identifier identifier && FindLocal(identifier.Name) is { } local ? local.Path : _paths.GetValueOrDefault(expression);

    public void Copy(CelExpression from, CelExpression to)
    {
        if (Find(from) is { } size)
        {
            SetSize(to, size);
        }

        if (FindEntry(from) is { } entry)
        {
            SetEntry(to, entry);
        }
    }

    public SizedNode CreateNode(CelExpression expression)
    {
        var path = GetPath(expression);
        return new SizedNode(path is [Macros.Accumulator, ..] ? null : path, expression.Type, Find(expression), expression);
    }

    public EntrySize? FindEntry(CelExpression expression) =>
        _entries.TryGetValue(expression, out var entry) ? entry
        : expression is Identifier identifier ? FindLocal(identifier.Name)?.Entry
        : null;

    public CostRange FindOrUnknown(CelExpression expression) => Find(expression) ?? CostRange.Unknown;

    public CostRange? Find(CelExpression expression)
    {
        if (_sizes.TryGetValue(expression, out var known))
        {
            return known;
        }

        if (FindLiteral(expression) is { } literal)
        {
            return CostRange.Fixed(literal);
        }

        if (FindDeclared(GetPath(expression)) is { } declared)
        {
            _sizes[expression] = declared;
            return declared;
        }
        if (IsScalar(expression.Type))
        {
            return CostRange.Fixed(1);
        }

        return expression is Identifier identifier ? FindLocal(identifier.Name)?.Size : null;
    }

    /// <summary>The size that the schema gives a value at a path.</summary>
    public CostRange? FindDeclared(IReadOnlyList<string>? path)
    {
        if (path is null or [])
        {
            return null;
        }

        var type = root;
        foreach (var name in path.Skip(1))
        {
            var next = name switch
            {
                "@items" or "@values" => type.Items,
                "@keys" => type.Keys,
                _ => type.Fields?.GetValueOrDefault(name)?.Type,
            };
            if (next is null)
            {
                return null;
            }

            type = next;
        }
        return new CostRange(0, (ulong)type.MaxElements);
    }

    private static ulong? FindLiteral(CelExpression expression) =>
        expression switch
        {
            Literal { Value: string text } => (ulong)text.EnumerateRunes().Count(),
            Literal { Value: byte[] bytes } => (ulong)bytes.Length,
            Literal => 1,
            ListLiteral list => (ulong)list.Elements.Count,
            MapLiteral map => (ulong)map.Entries.Count,
            _ => null,
        };

    private static bool IsScalar(CelType type) =>
        type.Kind is CelKind.Bool or CelKind.Double or CelKind.Duration or CelKind.Int or CelKind.Timestamp or CelKind.Uint
        || (type.IsOptional && IsScalar(type.Parameters[0]));
}
