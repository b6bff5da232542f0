using System.Collections.Frozen;

namespace Infra.Simulator.Cel.Checking;

/// <summary>An overload of a function: its identifier and types. The first parameter of a method is its target.</summary>
internal sealed record CelOverload(string Id, bool IsMember, IReadOnlyList<CelType> Parameters, CelType Result)
{
    /// <summary>The names of the type parameters.</summary>
    public IReadOnlyList<string> TypeParameters { get; } = [.. Parameters.Append(Result).SelectMany(FindParameters).Distinct()];

    private static IEnumerable<string> FindParameters(CelType type) =>
        type.Kind == CelKind.Parameter ? [type.Name] : type.Parameters.SelectMany(FindParameters);
}

/// <summary>Reads declarations of functions: <c>name overload (types) result</c>, or <c>name overload target.(types) result</c>.</summary>
internal static class CelDeclarations
{
    private static readonly FrozenDictionary<string, CelType> _named = new[]
    {
        CelType.Dyn,
        CelType.Null,
        CelType.Bool,
        CelType.Int,
        CelType.Uint,
        CelType.Double,
        CelType.String,
        CelType.Bytes,
    }
        .ToDictionary(type => type.Name)
        .Append(new("timestamp", CelType.Timestamp))
        .Append(new("duration", CelType.Duration))
        .ToFrozenDictionary(StringComparer.Ordinal);

    public static FrozenDictionary<string, IReadOnlyList<CelOverload>> Parse(params IEnumerable<string> texts) =>
        texts
            .SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(ParseLine)
            .GroupBy(line => line.Function)
            .ToFrozenDictionary(
                group => group.Key,
                group => (IReadOnlyList<CelOverload>)[.. group.Select(line => line.Overload)],
                StringComparer.Ordinal
            );

    /// <summary>Parses a type such as <c>map(K, list(int))</c>. A single capital letter is a type parameter.</summary>
    public static CelType ParseType(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0)
        {
            return text.Length == 1 ? CelType.Parameter(text)
                : _named.TryGetValue(text, out var named) ? named
                : CreateNamed(text);
        }

        var parts = Split(text[(open + 1)..^1]).Select(ParseType).ToList();
        return text[..open] switch
        {
            "list" => CelType.List(parts[0]),
            "map" => CelType.Map(parts[0], parts[1]),
            "optional" => CelType.Optional(parts[0]),
            _ => CelType.TypeOf(parts[0]),
        };
    }

    private static CelType CreateNamed(string name) => name is "net.IP" or "net.CIDR" ? CelType.Opaque(name) : CelType.Struct(name);

    private static (string Function, CelOverload Overload) ParseLine(string line)
    {
        var parts = line.Split(' ', 3);
        var close = parts[2].LastIndexOf(") ", StringComparison.Ordinal);
        var open = FindOpen(parts[2], close);
        var target = parts[2][..open].TrimEnd('.');
        var parameters = Split(parts[2][(open + 1)..close]).Select(ParseType).ToList();
        if (target.Length > 0)
        {
            parameters.Insert(0, ParseType(target));
        }

        return (parts[0], new CelOverload(parts[1], target.Length > 0, parameters, ParseType(parts[2][(close + 2)..])));
    }

    private static int FindOpen(string text, int close)
    {
        var depth = 0;
        for (var at = close; at >= 0; at--)
        {
            depth += text[at] switch
            {
                ')' => 1,
                '(' => -1,
                _ => 0,
            };
            if (depth == 0)
            {
                return at;
            }
        }
        throw new FormatException($"unbalanced declaration: {text}");
    }

    private static IEnumerable<string> Split(string list)
    {
        var (depth, start) = (0, 0);
        for (var at = 0; at < list.Length; at++)
        {
            depth += list[at] switch
            {
                '(' => 1,
                ')' => -1,
                _ => 0,
            };
            if (depth == 0 && list[at] == ',')
            {
                yield return list[start..at].Trim();
                start = at + 1;
            }
        }
        if (list.Length > start)
        {
            yield return list[start..].Trim();
        }
    }
}
