using System.Globalization;
using Infra.Simulator.Cel.Values;

namespace Infra.Simulator.Cel.Functions;

/// <summary>A semantic version.</summary>
internal sealed record SemanticVersion(ulong Major, ulong Minor, ulong Patch, string Prerelease, string Build)
    : ICelOpaque,
        IComparable<SemanticVersion>
{
    public string TypeName => "kubernetes.Semver";

    public bool Equals(SemanticVersion? other) => other is not null && CompareTo(other) == 0;

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Patch, Prerelease);

    public static SemanticVersion? Parse(string text, bool isNormalized)
    {
        if (isNormalized)
        {
            text = Normalize(text);
        }

        var (rest, build) = Cut(text, '+');
        var (core, prerelease) = Cut(rest, '-');
        var parts = core.Split('.');
        var numbers = parts.Select(ParseNumber).ToList();
        var isValid =
            parts.Length == 3
            && numbers.All(number => number is not null)
            && (prerelease is null || prerelease.Split('.').All(part => IsIdentifier(part) && !HasLeadingZero(part)))
            && (build is null || build.Split('.').All(IsIdentifier));
        return isValid ? new SemanticVersion(numbers[0]!.Value, numbers[1]!.Value, numbers[2]!.Value, prerelease ?? "", build ?? "") : null;
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var core = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return core != 0 ? core : ComparePrereleases(Prerelease, other.Prerelease);
    }

    public override string ToString() =>
        $"{Major}.{Minor}.{Patch}{(Prerelease.Length > 0 ? "-" + Prerelease : "")}{(Build.Length > 0 ? "+" + Build : "")}";

    private static int ComparePrereleases(string first, string second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return second.Length.CompareTo(first.Length);
        }

        var (left, right) = (first.Split('.'), second.Split('.'));
        foreach (var (one, other) in left.Zip(right))
        {
            var order = (ParseNumber(one), ParseNumber(other)) switch
            {
                ({ } low, { } high) => low.CompareTo(high),
                ({ }, null) => -1,
                (null, { }) => 1,
                _ => string.CompareOrdinal(one, other),
            };
            if (order != 0)
            {
                return order;
            }
        }
        return left.Length.CompareTo(right.Length);
    }

    /// <summary>Leaves out a leading v and leading zeros, and adds missing parts.</summary>
    private static string Normalize(string text)
    {
        text = text.Trim();
        text = text.StartsWith('v') ? text[1..] : text;
        var end = text.AsSpan().IndexOfAny('-', '+') is >= 0 and var found ? found : text.Length;
        var parts = text[..end]
            .Split('.')
            .Select(part =>
                part.TrimStart('0') is { Length: > 0 } kept ? kept
                : part.Length > 0 ? "0"
                : ""
            )
            .ToList();
        while (parts.Count < 3)
        {
            parts.Add("0");
        }

        return string.Join('.', parts) + text[end..];
    }

    private static (string Head, string? Tail) Cut(string text, char mark)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
    }

    private static ulong? ParseNumber(string text) =>
        !HasLeadingZero(text) && ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool HasLeadingZero(string text) => text.Length > 1 && text[0] == '0' && text.All(char.IsAsciiDigit);

    private static bool IsIdentifier(string part) =>
        part.Length > 0 && part.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '-');
}

/// <summary>Functions of semantic versions.</summary>
internal static class SemverFunctions
{
    public static Dictionary<string, Func<object?[], object?>> All { get; } =
        new()
        {
            ["semver"] = values =>
                values is not [string text, ..] ? CelError.NoSuchOverload
                : Parse(values) is { } version ? version
                : new CelError(text.Length == 0 ? "Version string empty" : "No Major.Minor.Patch elements found"),
            ["isSemver"] = values => values is [string, ..] ? Parse(values) is not null : CelError.NoSuchOverload,
            ["isGreaterThan"] = values => Compare(values, order => order > 0),
            ["isLessThan"] = values => Compare(values, order => order < 0),
            ["compareTo"] = values => Compare(values, order => (long)Math.Sign(order)),
            ["major"] = values => values is [SemanticVersion version] ? (long)version.Major : CelError.NoSuchOverload,
            ["minor"] = values => values is [SemanticVersion version] ? (long)version.Minor : CelError.NoSuchOverload,
            ["patch"] = values => values is [SemanticVersion version] ? (long)version.Patch : CelError.NoSuchOverload,
        };

    private static SemanticVersion? Parse(object?[] values) => SemanticVersion.Parse((string)values[0]!, isNormalized: values is [_, true]);

    private static object Compare(object?[] values, Func<int, object> result) =>
        values is [SemanticVersion left, SemanticVersion right] ? result(left.CompareTo(right)) : CelError.NoSuchOverload;
}
