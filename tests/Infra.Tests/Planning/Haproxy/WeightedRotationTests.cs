using Infra.Backend.Planning.Haproxy;

namespace Infra.Tests.Planning.Haproxy;

public class WeightedRotationTests
{
    private const int Seed = 20261122;
    private const int Turns = 3000;

    [Fact]
    public void AfterAnyNumberOfRequests_EachChoiceHasNearlyItsShare()
    {
        var random = new Random(Seed);
        for (var run = 0; run < 200; run++)
        {
            var weights = Enumerable.Range(0, random.Next(2, 6)).Select(_ => random.Next(1, 1001)).ToArray();
            var ends = WeightedRotation.RangeEnds(weights);
            var counts = new int[weights.Length];
            for (var turn = 1; turn <= Turns; turn++)
            {
                var place = (int)((long)turn * WeightedRotation.Stride % WeightedRotation.Slots);
                counts[ends.Count(end => end <= place)]++;
                var worst = weights.Select((weight, choice) => Math.Abs(counts[choice] - ((double)turn * weight / weights.Sum()))).Max();
                Assert.True(worst < 5, $"After {turn} turns {string.Join('/', weights)} is {worst} off (seed {Seed}).");
            }
        }
    }

    [Fact]
    public void RangeEnds_CoverAllSlots_WithoutChoicesOfWeightZero() =>
        Assert.Equal<int>([0, 83_204, 83_204, 832_040], WeightedRotation.RangeEnds([0, 10, 0, 90]));
}
