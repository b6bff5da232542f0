using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Running;

/// <summary>
/// Requests without queues: the ready pods share the arrivals; what arrives at a pod that does not work fails; the latency is the CPU
/// time, and a hundred times that above the limit.
/// </summary>
internal sealed class SimpleRequestModel(IEnumerable<ServiceLoadPlan> services) : IRequestModel
{
    private readonly Dictionary<string, ServiceBehaviour> _services = services.ToDictionary(
        plan => plan.Behaviour.Service,
        plan => plan.Behaviour
    );

    public List<RequestStep> Steps { get; } = [];

    public RequestOutcome Advance(RequestStep step)
    {
        Steps.Add(step);
        var outcomes = new Dictionary<string, ServiceOutcome>();
        var pods = step.Pods.ToDictionary(pod => pod.Name, pod => new PodOutcome(pod.OtherCpu, 0, 0, 0));
        foreach (var (service, behaviour) in _services)
        {
            var rate = step.Arrivals.GetValueOrDefault(service);
            var ready = step.Pods.Where(pod => pod.Service == service && pod.IsReady).ToList();
            var (succeeded, latency) = (0.0, new LatencyHistogram());
            foreach (var pod in ready.Where(pod => pod is { IsWorking: true, AnswersErrors: false }))
            {
                var cores = rate / ready.Count * behaviour.Cpu.TotalSeconds;
                var limit = pod.CpuLimit ?? step.NodeCores[pod.Node];
                pods[pod.Name] = new PodOutcome(Math.Min(limit, cores) + pod.OtherCpu, cores, 0, 0);
                succeeded += rate / ready.Count;
                latency.Add(behaviour.Cpu * (cores > limit ? 100 : 1), rate / ready.Count * step.Duration.TotalSeconds);
            }

            outcomes[service] = new ServiceOutcome
            {
                Begun = rate,
                Attempts = rate,
                Succeeded = succeeded,
                Failed = rate - succeeded,
                Latency = latency,
            };
        }

        return new RequestOutcome(outcomes, new PodOutcomes(step.Pods, [.. step.Pods.Select(pod => pods[pod.Name])]));
    }
}
