using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Costs;

/// <summary>The estimated costs of Kubernetes' libraries.</summary>
internal static class LibraryCosts
{
    private const double PerCharacter = 0.1;
    private const double PerPatternCharacter = 0.25;
    private const double FormatPatternLength = 128;
    private static readonly CostRange _one = CostRange.Fixed(1);
    private static readonly CostRange _address = new(4, 16);

    /// <summary>The cost of a call and the size of its result; null if the function is not of these libraries.</summary>
    public static (CostRange Cost, CostRange? Size)? Estimate(
        SizeEstimates sizes,
        string function,
        string overload,
        SizedNode? target,
        List<SizedNode> arguments
    )
    {
        switch (function)
        {
            case "check":
                return (CostRange.Fixed(350_000), null);
            case "isSorted" or "sum" or "max" or "min" or "indexOf" or "lastIndexOf" when target is not null:
                return (EstimateScan(sizes, target), null);
            case "url" when arguments.Count == 1:
                return (arguments[0].SizeOrUnknown.Scale(PerCharacter), arguments[0].SizeOrUnknown);
            case "lowerAscii" or "upperAscii" or "substring" or "trim" when target is not null:
                return (target.SizeOrUnknown.Scale(PerCharacter), target.SizeOrUnknown);
            case "replace" when target is not null && arguments.Count >= 2:
                return (
                    target.SizeOrUnknown.Scale(2 * PerCharacter),
                    SizeOfReplacement(target.SizeOrUnknown, arguments[0].SizeOrUnknown, arguments[1].SizeOrUnknown)
                );
            case "split" when target is not null:
                var maximum = arguments is [_, { Expression: Literal { Value: long limit } }] ? (ulong)limit : target.SizeOrUnknown.Max;
                return (target.SizeOrUnknown.Scale(2 * PerCharacter), new CostRange(0, maximum));
            case "join" when target is not null:
                var joined = SizeOfJoin(sizes, target, arguments);
                return (joined.Scale(PerCharacter), joined);
            case "find" or "findAll" when target is not null && arguments.Count >= 1:
                var text = (target.SizeOrUnknown + _one).Scale(PerCharacter);
                return (text * arguments[0].SizeOrUnknown.Scale(PerPatternCharacter), new CostRange(0, target.SizeOrUnknown.Max));
            case "ip" when overload == "cidr_ip":
                return (_one, null);
            case "cidr" or "isIP" or "isCIDR" or "ip" or "quantity" or "isQuantity" or "semver" or "isSemver" when arguments.Count >= 1:
                return (arguments[0].SizeOrUnknown.Scale(PerCharacter), null);
            case "ip.isCanonical":
                return (arguments[0].SizeOrUnknown.Scale(2 * PerCharacter), null);
            case "containsIP" or "containsCIDR":
                return (EstimateContainment(function, overload, arguments[0]), null);
            case "validate":
                return (arguments[0].SizeOrUnknown.Scale(PerCharacter).Scale(FormatPatternLength * PerPatternCharacter), null);
            case "_==_" when arguments[0].Type.IsExactly(arguments[1].Type) && arguments[0].Type is { Fields: null } type:
                return EstimateEquality(type);
            default:
                return null;
        }
    }

    private static (CostRange Cost, CostRange? Size)? EstimateEquality(CelType type) =>
        type.Name switch
        {
            "kubernetes.NamedFormat" => (new CostRange(1, 64).Scale(PerCharacter), null),
            "kubernetes.URL" => (new CostRange(1, 1).Scale(PerCharacter), null),
            _ when type.Kind == CelKind.Struct || type.Name is "net.IP" or "net.CIDR" => (_one, null),
            _ => null,
        };

    private static CostRange EstimateScan(SizeEstimates sizes, SizedNode target)
    {
        if (FindItems(sizes, target) is not { } items)
        {
            return target.SizeOrUnknown.Scale(PerCharacter);
        }

        var each = items.Type.Kind is CelKind.String or CelKind.Bytes ? _one + items.SizeOrUnknown.Scale(PerCharacter) : _one;
        return target.SizeOrUnknown * each;
    }

    private static CostRange EstimateContainment(string function, string overload, SizedNode argument)
    {
        var cost = (_address + _address).Scale(PerCharacter);
        if (function == "containsCIDR")
        {
            cost += _address.Scale(PerCharacter) + _one;
        }

        return overload.EndsWith("_string", StringComparison.Ordinal) ? cost + argument.SizeOrUnknown.Scale(PerCharacter) : cost;
    }

    private static SizedNode? FindItems(SizeEstimates sizes, SizedNode list)
    {
        if (list.Type.Parameters.Count == 0)
        {
            return null;
        }

        IReadOnlyList<string>? path = list.Path is { } given ? [.. given, "@items"] : null;
        return new SizedNode(path, list.Type.Parameters[0], sizes.FindDeclared(path), null);
    }

    private static CostRange SizeOfJoin(SizeEstimates sizes, SizedNode list, List<SizedNode> arguments)
    {
        var count = list.SizeOrUnknown;
        var size = FindItems(sizes, list) is { } items ? count * items.SizeOrUnknown : CostRange.Zero;
        return arguments is [{ } separator, ..]
            ? size + (separator.SizeOrUnknown * new CostRange(count.Min > 0 ? count.Min - 1 : 0, count.Max > 0 ? count.Max - 1 : 0))
            : size;
    }

    private static CostRange SizeOfReplacement(CostRange text, CostRange old, CostRange replacement)
    {
        var (mostCount, mostKept) =
            old.Min == 0 ? (CostRange.Sum(text.Max, 1), text.Max)
            : replacement.Max <= old.Min ? (0UL, text.Max)
            : (Divide(text.Max, old.Min), 0UL);
        var (leastCount, leastKept) =
            old.Max == 0 ? (CostRange.Sum(text.Min, 1), text.Min)
            : old.Max <= replacement.Min ? (0UL, text.Min)
            : (Divide(text.Min, old.Max), 0UL);
        return (new CostRange(leastCount, mostCount) * replacement) + new CostRange(leastKept, mostKept);
    }

    private static ulong Divide(ulong size, ulong by)
    {
        var quotient = Math.Ceiling((double)size / by);
        return quotient >= 18446744073709551616d ? ulong.MaxValue : (ulong)quotient;
    }
}
