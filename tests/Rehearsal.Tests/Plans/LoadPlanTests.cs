using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Plans;

/// <summary>A ramp is written with two points: the rates between, before and after them follow.</summary>
public sealed class LoadPlanTests
{
    private static readonly LoadPlan _ramp = new(
        "gateway",
        [new RatePoint(TimeSpan.FromMinutes(10), 40), new RatePoint(TimeSpan.FromMinutes(20), 600)],
        ClientBehaviour.Patient
    );

    [Theory]
    [InlineData(0, 40)]
    [InlineData(10, 40)]
    [InlineData(15, 320)]
    [InlineData(20, 600)]
    [InlineData(90, 600)]
    public void RateAt_IsLinearBetweenPointsAndConstantOutside(int minute, double expected) =>
        Assert.Equal(expected, _ramp.RateAt(TimeSpan.FromMinutes(minute)), 1e-9);

    [Fact]
    public void RateAt_OfTwoPointsAtOneTime_IsAStep()
    {
        var step = _ramp with
        {
            Rate = [new RatePoint(TimeSpan.Zero, 1), new RatePoint(TimeSpan.FromMinutes(1), 1), new RatePoint(TimeSpan.FromMinutes(1), 9)],
        };

        Assert.Equal(1, step.RateAt(TimeSpan.FromSeconds(59)), 1e-9);
        Assert.Equal(9, step.RateAt(TimeSpan.FromMinutes(1)), 1e-9);
    }
}
