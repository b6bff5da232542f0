using System.ComponentModel.DataAnnotations;

namespace Infra.Backend.Settings;

/// <summary>The thresholds of alerts.</summary>
internal sealed record ThresholdSettings
{
    /// <summary>The percentage of failed requests above which a service without an objective raises an alert.</summary>
    /// <value>5</value>
    /// <remarks>The expressions of the alerts on failed requests.</remarks>
    /// <example>thresholds: {errorPercent: 2}</example>
    [Range(0.01, 100)]
    public double ErrorPercent { get; init; } = 5;

    /// <summary>The 99th percentile of request durations above which a service without an objective raises an alert.</summary>
    /// <value>1s</value>
    /// <remarks>The expressions of the alerts on slow requests.</remarks>
    /// <example>thresholds: {latency: 500ms}</example>
    public TimeSpan Latency { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The percentage of a limit above which its use raises an alert.</summary>
    /// <value>90</value>
    /// <remarks>The expressions of the alerts on limits.</remarks>
    /// <example>thresholds: {saturationPercent: 80}</example>
    [Range(1, 100)]
    public double SaturationPercent { get; init; } = 90;

    /// <summary>The percentage of time above which a throttled container raises an alert.</summary>
    /// <value>25</value>
    /// <remarks>The expressions of the alerts on throttling.</remarks>
    /// <example>thresholds: {throttledPercent: 50}</example>
    [Range(1, 100)]
    public double ThrottledPercent { get; init; } = 25;

    /// <summary>The percentage of free space below which a volume raises an alert.</summary>
    /// <value>3</value>
    /// <remarks>The expressions of the alerts on volumes.</remarks>
    /// <example>thresholds: {volumeFreePercent: 10}</example>
    [Range(1, 100)]
    public double VolumeFreePercent { get; init; } = 3;

    /// <summary>The time before its expiry from which a certificate raises an alert.</summary>
    /// <value>14d</value>
    /// <remarks>The expressions of the alerts on certificates.</remarks>
    /// <example>thresholds: {certificateExpiry: 30d}</example>
    public TimeSpan CertificateExpiry { get; init; } = TimeSpan.FromDays(14);
}
