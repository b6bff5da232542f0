using System.Globalization;

namespace Infra.Simulator.Schema;

/// <summary>Kubernetes' order of versions: stable over beta over alpha, then the higher number; names of another form come last.</summary>
internal sealed class ApiVersionComparer : IComparer<string>
{
    public static readonly ApiVersionComparer Instance = new();

    public int Compare(string? x, string? y)
    {
        var byRank = Rank(x ?? "").CompareTo(Rank(y ?? ""));
        return byRank != 0 ? byRank : string.CompareOrdinal(y, x);
    }

    private static (int Stability, int Major, int Minor) Rank(string version)
    {
        if (version.Length < 2 || version[0] != 'v')
        {
            return default;
        }

        var rest = version.AsSpan(1);
        var digits = LeadingDigits(rest);
        if (!int.TryParse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture, out var major))
        {
            return default;
        }

        rest = rest[digits..];
        if (rest.IsEmpty)
        {
            return (3, major, 0);
        }

        var (stability, word) =
            rest.StartsWith("beta") ? (2, 4)
            : rest.StartsWith("alpha") ? (1, 5)
            : (0, 0);
        return stability > 0 && int.TryParse(rest[word..], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
            ? (stability, major, minor)
            : default;
    }

    private static int LeadingDigits(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiDigit(text[count]))
        {
            count++;
        }

        return count;
    }
}
