using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Infra.Engine.Providers.Plugins;

/// <summary>A semantic version. Comparison and equality ignore build metadata.</summary>
internal sealed class PluginVersion : IComparable<PluginVersion>
{
    private readonly ulong[] _numbers;
    private readonly string[] _prerelease;
    private readonly string _text;

    private PluginVersion(ulong[] numbers, string[] prerelease, string text) =>
        (_numbers, _prerelease, _text) = (numbers, prerelease, text);

    /// <summary>True for a version such as <c>1.0.0-alpha.1</c>.</summary>
    public bool IsPrerelease => _prerelease.Length > 0;

    /// <summary>Parses a version with or without a leading <c>v</c>; minor and patch may be missing.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out PluginVersion? version)
    {
        version = null;
        var trimmed = text.Trim();
        trimmed = trimmed.StartsWith('v') ? trimmed[1..] : trimmed;
        var withoutBuild = trimmed.Split('+', 2)[0];
        var parts = withoutBuild.Split('-', 2);
        var numbers = new ulong[3];
        var texts = parts[0].Split('.');
        if (texts.Length > numbers.Length)
        {
            return false;
        }

        for (var i = 0; i < texts.Length; i++)
        {
            if (!ulong.TryParse(texts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return false;
            }
        }

        var prerelease = parts.Length == 2 ? parts[1].Split('.') : [];
        if (prerelease.Contains(""))
        {
            return false;
        }

        version = new PluginVersion(numbers, prerelease, trimmed);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(PluginVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i] != other._numbers[i])
            {
                return _numbers[i].CompareTo(other._numbers[i]);
            }
        }

        return (IsPrerelease, other.IsPrerelease) switch
        {
            (true, false) => -1,
            (false, true) => 1,
            _ => ComparePrereleases(_prerelease, other._prerelease),
        };
    }

    public override string ToString() => _text;

    // Numbers precede texts; of two lists that begin alike, the shorter one precedes.
    private static int ComparePrereleases(string[] left, string[] right)
    {
        foreach (var (a, b) in left.Zip(right))
        {
            var isNumberA = ulong.TryParse(a, NumberStyles.None, CultureInfo.InvariantCulture, out var numberA);
            var isNumberB = ulong.TryParse(b, NumberStyles.None, CultureInfo.InvariantCulture, out var numberB);
            var order = (isNumberA, isNumberB) switch
            {
                (true, true) => numberA.CompareTo(numberB),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(a, b),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
