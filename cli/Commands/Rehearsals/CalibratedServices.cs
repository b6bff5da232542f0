using Infra.Rehearsal.Calibration;
using Infra.Rehearsal.Plans;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Finds the services of a stack whose numbers monitoring may have recorded.</summary>
internal static class CalibratedServices
{
    public static IReadOnlyList<CalibratedService> Of(ClusterRehearsal rehearsal) =>
        [
            .. from service in rehearsal.Services
            join plan in rehearsal.Plan.Services on service.Name equals plan.Behaviour.Service
            let known = new CalibratedService
            {
                Name = service.Name,
                Namespace = service.Namespace,
                WorkloadKind = service.WorkloadKind,
                Workloads = [.. service.Workloads.Keys],
                Calls = [.. plan.Behaviour.Calls.Select(call => call.Service)],
            }
            select known with
            {
                Requests = service.RequestsMetric ?? known.Requests,
                Duration = service.DurationMetric ?? known.Duration,
            },
        ];
}
