using Infra.Rehearsal.Requests;

namespace Infra.Rehearsal.Running;

/// <summary>What the pods of a service did together in a step.</summary>
internal sealed class StepTotals
{
    public double Cpu { get; private set; }

    /// <summary>The cores that the ready pods can use: their limits, threads, and what their nodes can give them.</summary>
    public double Capacity { get; private set; }

    public double Memory { get; private set; }

    public double InProgress { get; private set; }

    public double Waiting { get; private set; }

    /// <summary>The part of the time in which CPU limits stopped the pods, weighted by what they used.</summary>
    public double Throttled => Cpu > 0 ? _throttled / Cpu : 0;

    private double _throttled;

    /// <summary>What a pod used. One that does not work on requests may start.</summary>
    public static double GetCores(PodCapacity pod, PodOutcome used) => pod.IsWorking ? used.Cores : pod.OtherCpu;

    /// <summary>Sums the outcomes of pods by service.</summary>
    public static Dictionary<string, StepTotals> Sum(CapacityView view, RequestOutcome outcome)
    {
        var nodes = NodeUse.Sum(view, outcome);
        var totals = new Dictionary<string, StepTotals>(StringComparer.Ordinal);
        var (service, total) = ("", new StepTotals());
        for (var i = 0; i < view.Pods.Count; i++)
        {
            var (pod, used) = (view.Pods[i], outcome.Pods[i]);
            // The pods of a service follow each other.
            if (pod.Service != service)
            {
                service = pod.Service;
                total = totals.GetValueOrDefault(service) ?? new StepTotals();
                totals[service] = total;
            }

            total.Cpu += GetCores(pod, used);
            total.InProgress += used.InProgress;
            total.Waiting += used.Waiting;
            total._throttled += used.Throttled * used.Cores;
            if (view.Sources[i] is not { } source)
            {
                continue;
            }

            if (pod.IsReady && !view.Lost.Contains(pod.Node))
            {
                var available = nodes[view.NodeNumbers[i]].AvailableTo(pod, GetCores(pod, used));
                var threads = source.Plan.Behaviour.Threads ?? available;
                total.Capacity += Math.Min(available, Math.Min(pod.CpuLimit ?? available, threads));
            }

            if (source.Pod.Pod.StartedAt is not null)
            {
                total.Memory += source.Plan.IdleMemory + source.Plan.RequestMemory * used.InProgress;
            }
        }

        return totals;
    }
}
