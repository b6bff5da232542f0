using Infra.Backend.Planning;
using Infra.Backend.Settings;

namespace Infra.Tests.Resilience;

public class ResilienceTests
{
    [Fact]
    public void ProbeTiming_OfAnyTime_DetectsWithinIt()
    {
        for (var seconds = 1; seconds <= 600; seconds++)
        {
            var heartbeat = ProbeTiming.DetectWithin(TimeSpan.FromSeconds(seconds));

            Assert.InRange(heartbeat.DetectionTime, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(seconds));
            Assert.InRange(heartbeat.Timeout, TimeSpan.FromSeconds(1), heartbeat.Period);
            Assert.Equal(0, heartbeat.Period.Ticks % TimeSpan.TicksPerSecond);
        }
    }

    [Fact]
    public void ADeclaredPriority_OverridesTheFaultTolerances()
    {
        var settings = new StackSettings
        {
            Name = "shop",
            FaultTolerance = FaultTolerance.Critical,
            Priorities = new Dictionary<string, PrioritySettings> { ["critical"] = new() { Value = 5 } },
        };

        Assert.Equal(5, Assert.Single(FaultTolerancePreset.Priorities(settings)).Value.Value);
    }

    [Fact]
    public void MaxUnavailable_OfAnyNumberOfPods_AllowsDrains_AndKeepsTheMajority()
    {
        for (var replicas = 0; replicas <= 200; replicas++)
        {
            var unavailable = DisruptionPlan.GetMaxUnavailable(replicas);

            Assert.True(unavailable >= 1);
            Assert.True(replicas <= 2 || unavailable <= replicas / 2);
        }
    }
}
