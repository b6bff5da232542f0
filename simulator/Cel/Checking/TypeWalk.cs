using Infra.Simulator.Cel.Syntax;

namespace Infra.Simulator.Cel.Checking;

/// <summary>Visits all nodes of an expression.</summary>
internal static class TypeWalk
{
    public static void Visit(CelExpression expression, Action<CelExpression> visit)
    {
        foreach (var child in GetChildren(expression))
        {
            Visit(child, visit);
        }

        visit(expression);
    }

    public static IEnumerable<CelExpression> GetChildren(CelExpression expression) =>
        expression switch
        {
            Selection { Qualified: { } qualified } => [qualified],
            Selection selection => [selection.Operand],
            Call call => call.Target is null ? call.Arguments : [call.Target, .. call.Arguments],
            ListLiteral list => list.Elements,
            MapLiteral map => map.Entries.SelectMany(entry => (CelExpression[])[entry.Key, entry.Value]),
            Comprehension loop => [loop.Range, loop.Initial, loop.Condition, loop.Step, loop.Result],
            _ => [],
        };
}
