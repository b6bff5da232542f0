using System.Globalization;

namespace Infra.Settings.Values;

/// <summary>A number of pods, or a share of them in per cent (Kubernetes' IntOrString).</summary>
internal readonly record struct CountOrPercentage(int Amount, bool IsPercentage)
{
    public static bool TryParse(string text, out CountOrPercentage value)
    {
        var isPercentage = text.EndsWith('%');
        var digits = isPercentage ? text.AsSpan(0, text.Length - 1) : text;
        var isNumber = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var amount);
        value = new CountOrPercentage(amount, isPercentage);
        return isNumber && (!isPercentage || amount <= 100);
    }

    /// <summary>How many of <paramref name="total"/> pods are meant, a share rounded up.</summary>
    public int OfRoundedUp(int total) => IsPercentage ? (int)(((long)Amount * total + 99) / 100) : Amount;

    /// <summary>How many of <paramref name="total"/> pods are meant, a share rounded down.</summary>
    public int OfRoundedDown(int total) => IsPercentage ? (int)((long)Amount * total / 100) : Amount;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount}{(IsPercentage ? "%" : "")}");
}
