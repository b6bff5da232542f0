using System.Globalization;

namespace Infra.Simulator.Schema;

/// <summary>
/// Compares versions by Kubernetes' priority: stable versions are greater than beta, beta than alpha, then the number counts. Names of
/// another form are the smallest.
/// </summary>
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

        var (stability, prefixLength) =
            rest.StartsWith("beta") ? (2, 4)
            : rest.StartsWith("alpha") ? (1, 5)
            : (0, 0);
        return stability > 0 && int.TryParse(rest[prefixLength..], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
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
