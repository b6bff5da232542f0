using Infra.Backend.Settings;

namespace Infra.Backend.Planning;

/// <summary>How long the pods of a service take to terminate.</summary>
internal static class PodLifetime
{
    /// <summary>How long a terminating pod keeps answering: its setting, or the preset's if it has a port.</summary>
    public static TimeSpan GetDrain(ServiceSettings service, FaultTolerancePreset preset) =>
        service.Shutdown.Drain ?? (service.HasPorts ? preset.Drain : TimeSpan.Zero);

    /// <summary>The <c>terminationGracePeriodSeconds</c> of a service's pods.</summary>
    public static TimeSpan GetGracePeriod(ServiceSettings service, StackSettings settings) =>
        GetDrain(service, FaultTolerancePreset.For(settings.FaultTolerance)) + service.Shutdown.Finish;
}
