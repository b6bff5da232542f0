using System.Globalization;

namespace Infra.Simulator.Informers;

/// <summary>Times as Kubernetes writes them: UTC, to the second, or (leases) to the microsecond.</summary>
internal static class Timestamps
{
    /// <summary>To the second.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>To the microsecond.</summary>
    public static string WriteMicro(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
