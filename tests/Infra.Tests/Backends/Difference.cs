using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Tests.Backends.Facts;

namespace Infra.Tests.Backends;

/// <summary>Deviations that are intended, with the reason.</summary>
/// <param name="Kind">How the facts differ.</param>
/// <param name="Pattern">The paths of the facts: <c>*</c> is any text, <c>{a,b}</c> one of several.</param>
/// <param name="Reason">Why.</param>
internal sealed record Difference(DeviationKind Kind, string Pattern, string Reason)
{
    private readonly Regex _path = new($@"\A{ToRegex(Pattern)}\z", RegexOptions.CultureInvariant);

    public static IEnumerable<Difference> Parse(JsonNode? file) =>
        from kind in Enum.GetValues<DeviationKind>()
        from entry in file.Items(kind.ToString().ToLowerInvariant())
        select new Difference(kind, entry.Text("facts")!, entry.Text("reason")!);

    public bool Covers(Deviation deviation) => deviation.Kind == Kind && _path.IsMatch(deviation.Path);

    public override string ToString() => $"{Kind} {Pattern}";

    private static string ToRegex(string pattern) =>
        Regex
            .Escape(pattern)
            .Replace(@"\*", ".*", StringComparison.Ordinal)
            .Replace(@"\{", "(", StringComparison.Ordinal)
            .Replace("}", ")", StringComparison.Ordinal)
            .Replace(",", "|", StringComparison.Ordinal);
}
