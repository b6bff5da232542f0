using Infra.Simulator.Cel.Functions;
using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Checking;

/// <summary>Checks literals that functions parse: durations, timestamps and regular expressions.</summary>
internal static class LiteralValidation
{
    public static void Check(CelExpression expression, List<CelIssue> issues) => TypeWalk.Visit(expression, node =>
        {
            if (node is Call { Arguments: [Literal { Value: string text } literal, ..] } call && !IsValid(call.Function, text))
            {
                issues.Add(new CelIssue(literal.Position, $"invalid {call.Function} argument"));
            }
        });

    private static bool IsValid(string function, string text) =>
        function switch
        {
            "duration" => TimeFunctions.ParseDuration(text) is not null,
            "timestamp" => TimeFunctions.ParseTime(text) is not null,
            "matches" => RegularExpressions.TryGet(text, out _, out _),
            _ => true,
        };
}
