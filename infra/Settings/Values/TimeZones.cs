namespace Infra.Backend.Settings.Values;

/// <summary>The IANA time zones this machine knows.</summary>
internal static class TimeZones
{
    /// <summary>False only if this machine has the time zone database and the zone is not in it.</summary>
    public static bool Exists(string zone) =>
        zone is "Etc/UTC" or "UTC"
        || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
        || !TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);

    public static IEnumerable<string> All() => TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id);
}
