using System.Globalization;

namespace Pulumi.Serialization;

/// <summary>A semantic version, as semver.org defines it.</summary>
internal sealed class SemanticVersion : IComparable<SemanticVersion>
{
    private readonly Version _numbers;
    private readonly string[] _preRelease;

    private SemanticVersion(Version numbers, string[] preRelease) => (_numbers, _preRelease) = (numbers, preRelease);

    public int Major => _numbers.Major;

    /// <summary>Parses a version; null if the text is empty.</summary>
    /// <exception cref="FormatException">The text is not a version.</exception>
    public static SemanticVersion? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        var parts = text.TrimStart('v').Split('+', 2)[0].Split('-', 2);
        var numbers = parts[0].Contains('.', StringComparison.Ordinal) ? parts[0] : $"{parts[0]}.0";
        return new(Version.Parse(numbers), parts.Length > 1 ? parts[1].Split('.') : []);
    }

    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byNumbers = Padded(_numbers).CompareTo(Padded(other._numbers));
        return byNumbers != 0 ? byNumbers : ComparePreRelease(_preRelease, other._preRelease);
    }

    private static Version Padded(Version version) => new(version.Major, version.Minor, Math.Max(version.Build, 0));

    private static int ComparePreRelease(string[] first, string[] second)
    {
        if (first.Length == 0 || second.Length == 0)
        {
            return second.Length.CompareTo(first.Length);
        }

        for (var i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            var byPart = CompareIdentifiers(first[i], second[i]);
            if (byPart != 0)
            {
                return byPart;
            }
        }

        return first.Length.CompareTo(second.Length);
    }

    private static int CompareIdentifiers(string first, string second)
    {
        var firstIsNumber = int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var firstNumber);
        var secondIsNumber = int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var secondNumber);
        return (firstIsNumber, secondIsNumber) switch
        {
            (true, true) => firstNumber.CompareTo(secondNumber),
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(first, second),
        };
    }
}
