using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>Checks what requests cost.</summary>
internal sealed class BehaviourCheck : IRehearsalCheck
{
    /// <summary>Beyond it no log-normal distribution has that mean and that percentile.</summary>
    private const double LargestRatio = 14.9;

    public void Check(RehearsalReview review)
    {
        foreach (var (name, behaviour) in review.Settings.Services)
        {
            var at = SettingsPath.Root.Key("services").Key(name);
            _ = review.Find(name, at);
            CheckCpu(review, behaviour.Cpu, at.Key("cpu"));
            if (behaviour.Threads is <= 0 or double.NaN)
            {
                review.Reject(at.Key("threads"), $"{behaviour.Threads} is out of range", "write the cores it can use, as in 1");
            }

            foreach (var (callee, call) in behaviour.Calls ?? new Dictionary<string, RehearsalCallSettings>())
            {
                CheckCall(review, callee, call, at.Key("calls").Key(callee));
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

        review.RejectBelow(0, call.PerRequest, at.Key("perRequest"), "1.2");
    }
}
