using System.Collections.Immutable;
using Infra.Backend.Settings;

namespace Infra.Backend.Planning.Rehearsals;

/// <summary>A service of a cluster that takes part in rehearsals, with all its versions.</summary>
/// <param name="Plan">The plan of the service itself.</param>
/// <param name="Workloads">The names of its workloads and the shares of the requests that they receive, together 1.</param>
internal sealed record RehearsalSubject(ServicePlan Plan, ImmutableSortedDictionary<string, double> Workloads)
{
    public string Name => Plan.Name;

    /// <summary>Whether it receives requests.</summary>
    public bool HasRequests => Plan.Traffic is not null;

    /// <summary>Whether requests from outside may reach it.</summary>
    public bool IsExposed =>
        Plan.Traffic is { } traffic
        && (Plan.IsRouted || traffic.IsReachedByGateway || !traffic.PublicPorts.IsEmpty || !traffic.Settings.Hosts.IsEmpty);

    /// <summary>The kind of its workloads.</summary>
    public string WorkloadKind =>
        Plan.Kind switch
        {
            ServiceKind.Stateful => "StatefulSet",
            ServiceKind.Daemon => "DaemonSet",
            ServiceKind.Job => "Job",
            ServiceKind.Cron => "CronJob",
            _ => "Deployment",
        };

    /// <summary>
    /// The services of a cluster, and the stores that it runs. HAProxy is left out: requests from outside go to the services behind it.
    /// </summary>
    public static ImmutableArray<RehearsalSubject> Find(ClusterPlan cluster) =>
        [
            .. cluster
                .Services.Where(service => service is { Version: null, Name: not LoadBalancingSettings.Name })
                .Select(service => new RehearsalSubject(service, FindWorkloads(service))),
        ];

    /// <summary>The names of those that receive requests.</summary>
    public static HashSet<string> FindCalled(IEnumerable<RehearsalSubject> subjects) =>
        subjects.Where(subject => subject.HasRequests).Select(subject => subject.Name).ToHashSet(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, double> FindWorkloads(ServicePlan service)
    {
        if (service.Traffic is not { Versions: { IsEmpty: false } versions })
        {
            return ImmutableSortedDictionary<string, double>.Empty.Add(service.Name, 1);
        }

        var total = Math.Max(1, versions.Sum(version => version.Weight));
        return versions.ToImmutableSortedDictionary(
            version => version.Name == ServiceVersion.Stable ? service.Name : version.Service,
            version => (double)version.Weight / total,
            StringComparer.Ordinal
        );
    }
}
