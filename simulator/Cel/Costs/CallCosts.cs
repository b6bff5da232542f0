using Infra.Simulator.Cel.Checking;
using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Costs;

/// <summary>The estimated costs of calls and the sizes of their results.</summary>
internal sealed class CallCosts(SizeEstimates sizes)
{
    private const double PerCharacter = 0.1;
    private const double PerPatternCharacter = 0.25;
    private static readonly CostRange _one = CostRange.Fixed(1);

    public (CostRange Cost, CostRange? Size) Estimate(
        Call call,
        string overload,
        SizedNode? target,
        List<SizedNode> arguments,
        List<CostRange> costs
    )
    {
        var own = LibraryCosts.Estimate(sizes, call.Function, overload, target, arguments) is { } library
            ? library
            : EstimateStandard(call, overload, target, arguments);
        return overload switch
        {
            "logical_and" or "logical_or" => (new CostRange(costs[0].Min, (costs[0] + costs[1]).Max), null),
            "conditional" => (costs[0] + costs[1].Union(costs[2]), own.Size),
            _ => (costs.Aggregate(own.Cost, (sum, cost) => sum + cost), own.Size),
        };
    }

    private (CostRange Cost, CostRange? Size) EstimateStandard(Call call, string overload, SizedNode? target, List<SizedNode> arguments)
    {
        switch (overload)
        {
            case "string_format":
                return (target!.SizeOrUnknown.Scale(PerCharacter), null);
            case "string_to_bytes":
                var text = arguments[0].SizeOrUnknown;
                return (text.Scale(PerCharacter), new CostRange(text.Min, CostRange.Multiply(text.Max, 4)));
            case "bytes_to_string":
                var bytes = arguments[0].SizeOrUnknown;
                return (bytes.Scale(PerCharacter), new CostRange(bytes.Min / 4, bytes.Max));
            case "strings_quote":
                var quoted = arguments[0].SizeOrUnknown;
                return (quoted.Scale(PerCharacter), (quoted * new CostRange(1, 2)) + CostRange.Fixed(2));
            case "starts_with_string" or "ends_with_string":
                return (arguments[0].SizeOrUnknown.Scale(PerCharacter), null);
            case "in_list":
                return (arguments[1].SizeOrUnknown, null);
            case "matches_string":
                return ((target!.SizeOrUnknown + _one).Scale(PerCharacter) * arguments[0].SizeOrUnknown.Scale(PerPatternCharacter), null);
            case "contains_string":
                return (target!.SizeOrUnknown.Scale(PerCharacter) * arguments[0].SizeOrUnknown.Scale(PerCharacter), null);
            case "conditional":
                if (EntrySize.Union(sizes.FindEntry(call.Arguments[1]), sizes.FindEntry(call.Arguments[2])) is { } either)
                {
                    sizes.SetEntry(call, either);
                }

                return (CostRange.Zero, arguments[1].SizeOrUnknown.Union(arguments[2].SizeOrUnknown));
            case "add_string" or "add_bytes" or "add_list":
                return EstimateSum(call, overload, arguments);
        }
        return IsComparison(overload) ? (CompareSizes(arguments).Scale(PerCharacter), null) : (_one, null);
    }

    private (CostRange Cost, CostRange? Size) EstimateSum(Call call, string overload, List<SizedNode> arguments)
    {
        var size = arguments[0].SizeOrUnknown + arguments[1].SizeOrUnknown;
        if (EntrySize.Union(sizes.FindEntry(call.Arguments[0]), sizes.FindEntry(call.Arguments[1])) is { } both)
        {
            sizes.SetEntry(call, both);
        }

        return (overload == "add_list" ? _one : size.Scale(PerCharacter), size);
    }

    private static bool IsComparison(string overload) =>
        overload is "equals" or "not_equals"
        || (overload.StartsWith("less_", StringComparison.Ordinal) || overload.StartsWith("greater_", StringComparison.Ordinal))
            && (overload.EndsWith("string", StringComparison.Ordinal) || overload.EndsWith("bytes", StringComparison.Ordinal));

    private static CostRange CompareSizes(List<SizedNode> arguments)
    {
        var largest = Math.Min(arguments[0].SizeOrUnknown.Max, arguments[1].SizeOrUnknown.Max);
        return new CostRange(largest > 0 ? 1UL : 0, largest);
    }
}
