using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Infra.Kubernetes;

/// <summary>
/// A count, or a percentage of a total: the value of <c>maxSurge</c>, <c>maxUnavailable</c> and <c>minAvailable</c>, resolved like
/// <c>intstr.GetScaledValueFromIntOrPercent</c>.
/// </summary>
/// <param name="Value">The count or the percentage, which may exceed 100.</param>
/// <param name="IsPercent">Whether <paramref name="Value"/> is a percentage.</param>
public readonly record struct IntOrPercent(int Value, bool IsPercent = false)
{
    /// <summary>Resolves a percentage against a total; fractions round up.</summary>
    public int ResolveUp(int total) => IsPercent ? Limit(DivideRoundingUp((long)Value * total)) : Value;

    /// <summary>Resolves a percentage against a total; fractions round down.</summary>
    public int ResolveDown(int total) => IsPercent ? Limit(-DivideRoundingUp(-(long)Value * total)) : Value;

    /// <summary>Parses <c>25%</c> or <c>3</c>.</summary>
    /// <exception cref="FormatException">The text is neither.</exception>
    public static IntOrPercent Parse(string text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException($"'{text}' is neither a whole number nor a percentage, such as 3 or 25%.");

    /// <summary>Parses <c>25%</c> or <c>3</c>; false if the text is neither.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out IntOrPercent value)
    {
        value = default;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        var isPercent = text[^1] == '%';
        var digits = isPercent ? text.AsSpan(0, text.Length - 1) : text;
        var isNumber = int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        value = isNumber ? new IntOrPercent(number, isPercent) : default;
        return isNumber;
    }

    /// <summary>The count, or the percentage with its sign.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{(IsPercent ? "%" : "")}");

    private static long DivideRoundingUp(long hundredths) => (hundredths / 100) + (hundredths % 100 > 0 ? 1 : 0);

    private static int Limit(long number) => (int)Math.Clamp(number, int.MinValue, int.MaxValue);
}
