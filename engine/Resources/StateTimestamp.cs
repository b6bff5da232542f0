using System.Globalization;

namespace Infra.Engine.Resources;

/// <summary>Formats times as Pulumi's state has them: RFC 3339 in UTC without trailing zeros.</summary>
internal static class StateTimestamp
{
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
