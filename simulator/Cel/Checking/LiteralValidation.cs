using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Checking;

/// <summary>
/// Checks literals: durations, timestamps and regular expressions that functions parse, and the elements of lists and maps, which have one
/// type outside of <c>format</c>.
/// </summary>
internal static class LiteralValidation
{
    public static void Check(CelExpression expression, List<CelIssue> issues) => Check(expression, issues, isFormatted: false);

    private static void Check(CelExpression expression, List<CelIssue> issues, bool isFormatted)
    {
        if (expression is Call { Arguments: [Literal { Value: string text } literal, ..] } parsing && !IsValid(parsing.Function, text))
        {
            issues.Add(new CelIssue(literal.Position, $"invalid {parsing.Function} argument"));
        }

        isFormatted |= expression is Call { Function: "format" };
        if (!isFormatted && expression is ListLiteral list)
        {
            CheckTypes([.. list.Elements.Select((element, index) => (element, list.Optional.Contains(index)))], issues);
        }
        else if (!isFormatted && expression is MapLiteral map)
        {
            CheckTypes([.. map.Entries.Select(entry => (entry.Key, false))], issues);
            CheckTypes([.. map.Entries.Select(entry => (entry.Value, entry.IsOptional))], issues);
        }

        foreach (var child in TypeWalk.GetChildren(expression))
        {
            Check(child, issues, isFormatted);
        }
    }

    private static void CheckTypes(List<(CelExpression Element, bool IsOptional)> elements, List<CelIssue> issues)
    {
        var types = elements
            .Select(item =>
                item is { IsOptional: true, Element.Type.IsOptional: true } ? item.Element.Type.Parameters[0] : item.Element.Type
            )
            .ToList();
        var other = types.FindIndex(type => !type.IsExactly(types[0]));
        if (other > 0)
        {
            issues.Add(new CelIssue(elements[other].Element.Position, $"expected type '{types[0]}' but found '{types[other]}'"));
        }
    }

    private static bool IsValid(string function, string text) =>
        function switch
        {
            "duration" => TimeFunctions.ParseDuration(text) is not null,
            "timestamp" => TimeFunctions.ParseTime(text) is not null,
            "matches" => RegularExpressions.TryGet(text, out _, out _),
            _ => true,
        };
}
