using System.Globalization;

namespace Infra.Backend.Settings.Values;

/// <summary>What a fault of a rehearsal is about: <c>zone b</c>, <c>node</c>, <c>2 nodes</c>, <c>2 nodes of general</c>.</summary>
/// <param name="Zone">The zone; null for nodes.</param>
/// <param name="Nodes">The number of nodes; 0 for a zone.</param>
/// <param name="Pool">The pool of the nodes; null for all.</param>
internal sealed record FaultTarget(string? Zone, int Nodes, string? Pool)
{
    /// <summary>A regular expression (ECMA 262) for its text.</summary>
    public const string Pattern = "^(zone [^ ]+|([1-9][0-9]* )?nodes?( of [^ ]+)?)$";

    public static FaultTarget? Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            ["zone", var zone] => new FaultTarget(zone, 0, null),
            ["node"] => new FaultTarget(null, 1, null),
            ["node", "of", var pool] => new FaultTarget(null, 1, pool),
            [var number, "node" or "nodes"] when Count(number) is { } nodes => new FaultTarget(null, nodes, null),
            [var number, "node" or "nodes", "of", var pool] when Count(number) is { } nodes => new FaultTarget(null, nodes, pool),
            _ => null,
        };

    private static int? Count(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
}
