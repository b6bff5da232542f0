using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;
using Infra.Kubernetes;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks what requests cost.</summary>
internal sealed class BehaviourCheck : IRehearsalCheck
{
    /// <summary>Beyond it no gamma distribution, from which the model draws, has that mean and that percentile.</summary>
    private const double LargestRatio = 20;

    private const double MostCores = 10_000;
    private const double MostCalls = 10_000;

    public void Check(RehearsalReview review)
    {
        foreach (var (name, behaviour) in review.Settings.Services)
        {
            var at = SettingsPath.Root.Key("services").Key(name);
            _ = review.Find(name, at);
            CheckCpu(review, behaviour.Cpu, at.Key("cpu"));
            if (behaviour.Threads is not null and not (> 0 and <= MostCores))
            {
                review.Reject(at.Key("threads"), $"{behaviour.Threads} is out of range", "write the cores it can use, as in 1");
            }

            CheckAmount(behaviour.Cpu?.Idle, at.Key("cpu").Key("idle"), "20m");
            CheckAmount(behaviour.StartUp?.Cpu, at.Key("startUp").Key("cpu"), "1");
            CheckAmount(behaviour.Memory?.Idle, at.Key("memory").Key("idle"), "120Mi");
            CheckAmount(behaviour.Memory?.Request, at.Key("memory").Key("request"), "200Ki");

            foreach (var (callee, call) in behaviour.Calls ?? new Dictionary<string, RehearsalCallSettings>())
            {
                CheckCall(review, callee, call, at.Key("calls").Key(callee));
            }
        }

        void CheckAmount(Quantity? amount, SettingsPath path, string example)
        {
            if (amount is { IsNegative: true })
            {
                review.Reject(path, $"{amount} is negative", $"write it as {example}");
            }
        }
    }

    private static void CheckCpu(RehearsalReview review, CpuTimeSettings? cpu, SettingsPath at)
    {
        if (cpu is { P99: { } p99, Mean: var mean })
        {
            var ratio = p99.Value / mean.Value;
            if (!(ratio >= 1))
            {
                review.Reject(
                    at.Key("p99"),
                    $"{p99} is less than the mean, {mean}",
                    "write the time that 99 % of the requests need at most"
                );
            }
            else if (ratio > LargestRatio)
            {
                review.Reject(at.Key("p99"), $"{p99} is more than {LargestRatio} times the mean, {mean}", "write a lower value");
            }
        }
    }

    private static void CheckCall(RehearsalReview review, string callee, RehearsalCallSettings call, SettingsPath at)
    {
        if (review.Find(callee, at, subject => subject.HasRequests) is { HasRequests: false })
        {
            review.Reject(at, $"the service '{callee}' has no port", "remove the call");
        }

        review.RejectBelow(0, call.PerRequest, at.Key("perRequest"), "1.2", MostCalls);
        review.RejectNoTime(call.Timeout, at.Key("timeout"));
    }
}
