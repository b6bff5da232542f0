using System.Buffers;
using System.Globalization;

namespace Infra.Backend.Settings.Values;

/// <summary>A time of processing a request, which may be a fraction of a millisecond: <c>250us</c>, <c>0.4ms</c>, <c>1.5s</c>.</summary>
/// <param name="Value">The time.</param>
internal sealed record ProcessingTime(TimeSpan Value)
{
    /// <summary>A regular expression (ECMA 262) for its text.</summary>
    public const string Pattern = "^[0-9]+(\\.[0-9]+)?(us|ms|s|m)$";

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");
    private static readonly TimeSpan Maximum = TimeSpan.FromHours(1);

    private static readonly (string Unit, long Ticks)[] Units =
    [
        ("us", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
    ];

    public static ProcessingTime? Parse(string text)
    {
        var length = text.AsSpan().IndexOfAnyExcept(Digits);
        if (length <= 0 || !char.IsAsciiDigit(text[0]) || !char.IsAsciiDigit(text[length - 1]))
        {
            return null;
        }

        var ticks = Array.Find(Units, unit => unit.Unit == text[length..]).Ticks;
        return
            ticks > 0
            && decimal.TryParse(text[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= Maximum.Ticks / ticks
            ? new ProcessingTime(TimeSpan.FromTicks((long)(number * ticks)))
            : null;
    }

    public override string ToString() =>
        Value.Ticks % TimeSpan.TicksPerMillisecond == 0
            ? Duration.Format(Value)
            : $"{(Value.Ticks / (decimal)TimeSpan.TicksPerMillisecond).ToString("0.####", CultureInfo.InvariantCulture)}ms";
}
