using Infra.Backend.Monitoring.Promql;
using Infra.Backend.Planning.Monitoring;
using Infra.Backend.Settings;
using static Infra.Backend.Monitoring.Promql.Query;

namespace Infra.Backend.Monitoring.Rules;

/// <summary>
/// Selects the series of a service's pods by their names. A pod's name is its workload's name and a suffix; the pattern matches the suffix
/// exactly,
/// because a prefix alone would also match the pods of another service whose name begins with this one's.
/// </summary>
internal static class ServicePodSelector
{
    /// <summary>The length at which Kubernetes truncates a generated name before it appends five random characters.</summary>
    private const int LongestPrefix = 58;

    /// <summary>A dash and the hash of a ReplicaSet, or the minute of a CronJob's run.</summary>
    private const int LongestHash = 11;

    public static LabelMatcher[] Matchers(WatchedService service) => [InNamespace(service), Like("pod", Pattern(service))];

    public static LabelMatcher InNamespace(WatchedService service) => Is("namespace", service.Namespace);

    public static string Pattern(WatchedService service) =>
        string.Join('|', service.Workloads.Select(workload => Pattern(workload, service.Kind)));

    /// <summary>The last case is that of a truncated name, where the end of the prefix is unknown.</summary>
    private static string Pattern(string workload, ServiceKind kind) =>
        kind switch
        {
            ServiceKind.Stateful => $"{workload}-[0-9]+",
            ServiceKind.Job or ServiceKind.Daemon when workload.Length < LongestPrefix => $"{workload}-[a-z0-9]{{5}}",
            ServiceKind.Cron when workload.Length < LongestPrefix - LongestHash => $"{workload}-[0-9]+-[a-z0-9]{{5}}",
            ServiceKind.Service or ServiceKind.Worker when workload.Length < LongestPrefix - LongestHash =>
                $"{workload}-[a-z0-9]{{6,10}}-[a-z0-9]{{5}}",
            _ => $"{workload[..Math.Min(workload.Length, LongestPrefix)]}[-a-z0-9]*[a-z0-9]{{5}}",
        };
}
