using System.Globalization;
using System.Text;

namespace Infra.Backend.Traffic.Gateways;

/// <summary>
/// Formats durations for the Gateway API (GEP-2257): hours, minutes, seconds and milliseconds of at most five digits each, without days.
/// </summary>
internal static class GatewayDuration
{
    public static string Format(TimeSpan time)
    {
        var text = new StringBuilder();
        Append((long)time.TotalHours, "h");
        Append(time.Minutes, "m");
        Append(time.Seconds, "s");
        Append(time.Milliseconds, "ms");
        return text.Length == 0 ? "0s" : text.ToString();

        void Append(long amount, string unit) =>
            text.Append(amount > 0 ? string.Create(CultureInfo.InvariantCulture, $"{amount}{unit}") : "");
    }
}
