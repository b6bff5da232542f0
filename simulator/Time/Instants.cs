namespace Infra.Simulator.Time;

/// <summary>Compares points in time of which some may be missing.</summary>
internal static class Instants
{
    /// <summary>The earlier of two points in time; the other one where one is missing.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) =>
        a is null ? b
        : b is null || a < b ? a
        : b;
}
