namespace Infra.Backend.Settings.Values;

/// <summary>The IANA time zones of this machine's time zone database.</summary>
internal static class TimeZones
{
    /// <summary>Whether a zone is in the database. Without a database every zone is assumed to exist.</summary>
    public static bool Exists(string zone) =>
        zone is "Etc/UTC" or "UTC"
        || TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _)
        || !TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);

    public static IEnumerable<string> All() => TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id);
}
