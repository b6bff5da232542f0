using System.Collections.Immutable;

namespace Infra.Backend.Monitoring.Dashboards;

/// <summary>
/// Colours that readers with red-green colour blindness can tell apart, on light and on dark backgrounds (Okabe and Ito, Color Universal
/// Design, 2008).
/// </summary>
internal static class Palette
{
    public const string Good = "#009E73";
    public const string Warning = "#E69F00";
    public const string Critical = "#D55E00";
    public const string Neutral = "#0072B2";

    /// <summary>The steps of a panel's thresholds, in ascending order; the first has no lower bound.</summary>
    public static ImmutableArray<(double? From, string Color)> Steps(Limits? limits) =>
        limits switch
        {
            null => [(null, Neutral)],
            { } more when more.Critical >= more.Warning => [(null, Good), (more.Warning, Warning), (more.Critical, Critical)],
            { } less => [(null, Critical), (less.Critical, Warning), (less.Warning, Good)],
        };
}
