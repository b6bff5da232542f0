using System.Globalization;

namespace Infra.Backend.Settings.Values;

/// <summary>A number of pods, or a percentage of them.</summary>
internal readonly record struct CountOrPercentage(int Amount, bool IsPercentage)
{
    public static bool TryParse(string text, out CountOrPercentage value)
    {
        var isPercentage = text.EndsWith('%');
        var digits = isPercentage ? text.AsSpan(0, text.Length - 1) : text;
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var amount);
        value = new CountOrPercentage(amount, isPercentage);
        return isNumber;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{(IsPercentage ? "%" : "")}");
}
