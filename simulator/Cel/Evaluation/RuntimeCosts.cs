using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Syntax;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Evaluation;

/// <summary>The costs of calls with the values they had.</summary>
internal static class RuntimeCosts
{
    private const double PerCharacter = 0.1;
    private const double PerPatternCharacter = 0.25;

    public static ulong Of(Call call, object?[] arguments, object? result) =>
        call.Function switch
        {
            "check" => 350_000,
            "isSorted" or "sum" or "max" or "min" => Traverse(arguments[0]),
            "indexOf" or "lastIndexOf" => Traverse(arguments[0]),
            "url" or "lowerAscii" or "upperAscii" or "substring" or "trim" => Scan(arguments[0]),
            "replace" or "split" => Scan(arguments[0], 2),
            "join" => Scan(result, 2),
            "find" or "findAll" or "matches" => Ceiling((1 + SizeOf(arguments[0])) * PerCharacter)
                * Ceiling(SizeOf(arguments[1]) * PerPatternCharacter),
            "validate" when arguments[0] is NamedFormat format => Ceiling((1 + SizeOf(arguments[1])) * PerCharacter)
                * Ceiling(format.PatternLength * PerPatternCharacter),
            "cidr" or "isIP" or "isCIDR" or "quantity" or "isQuantity" or "semver" or "isSemver" => Scan(arguments[0]),
            "ip" when arguments[0] is string => Scan(arguments[0]),
            "ip.isCanonical" => Scan(arguments[0], 2),
            "startsWith" or "endsWith" or "strings.quote" or "format" => Scan(arguments[0]),
            "bytes" or "string" when arguments[0] is string or byte[] => Scan(arguments[0]),
            "@in" when arguments[1] is IReadOnlyList<object?> list => (ulong)list.Count,
            "_==_" when arguments[0] is ICelOpaque => 1,
            "_==_" or "_!=_" or "_<_" or "_<=_" or "_>_" or "_>=_" => Ceiling(
                Math.Min(SizeOf(arguments[0]), SizeOf(arguments[1])) * PerCharacter
            ),
            "_+_" when arguments[0] is string or byte[] => Ceiling((SizeOf(arguments[0]) + SizeOf(arguments[1])) * PerCharacter),
            "contains" => Scan(arguments[0]) * Scan(arguments[1]),
            _ => 1,
        };

    private static ulong Scan(object? value, double factor = 1) => Ceiling(SizeOf(value) * factor * PerCharacter);

    private static long SizeOf(object? value) =>
        value is CelOptional { HasValue: true } optional ? SizeOf(optional.Value) : Functions.Operators.SizeOf(value) ?? 1;

    private static ulong Ceiling(double cost) => (ulong)Math.Ceiling(cost);

    private static ulong Traverse(object? value) =>
        value switch
        {
            string text => (ulong)(text.Length * PerCharacter),
            byte[] bytes => (ulong)(bytes.Length * PerCharacter),
            IReadOnlyList<object?> list => list.Aggregate(0UL, (sum, item) => sum + Traverse(item)),
            ICelMap map => map.Keys.Aggregate(0UL, (sum, key) =>
                sum + Traverse(key) + (map.TryGet(key, out var found) ? Traverse(found) : 0)
            ),
            _ => 1,
        };
}
