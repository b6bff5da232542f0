using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Requests;

/// <summary>Reports read their figures from these histograms: a quantile must be that of the requests, within a bucket's width.</summary>
public sealed class LatencyHistogramTests
{
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.95)]
    [InlineData(0.99)]
    public void Quantile_OfExponentialTimes_IsWithinABucketOfTheExact(double part)
    {
        var histogram = new LatencyHistogram();
        const int Count = 100_000;
        for (var i = 0; i < Count; i++)
        {
            histogram.Add(TimeSpan.FromMilliseconds(-20 * Math.Log(1 - (i + 0.5) / Count)), 1);
        }

        var exact = TimeSpan.FromMilliseconds(-20 * Math.Log(1 - part));

        Assert.Equal(1, histogram.Quantile(part)!.Value / exact, LatencyHistogram.Growth - 1);
        Assert.Equal(part, histogram.PartWithin(exact)!.Value, 0.005);
        Assert.Equal(20, histogram.Mean.TotalMilliseconds, 0.01);
    }

    [Fact]
    public void Add_OfAnotherHistogram_GivesTheSumOfBoth()
    {
        var (fast, slow, both) = (new LatencyHistogram(), new LatencyHistogram(), new LatencyHistogram());
        fast.Add(TimeSpan.FromMilliseconds(10), 90);
        slow.Add(TimeSpan.FromSeconds(1), 5);
        both.Add(fast);
        both.Add(slow, 2);

        Assert.Equal(100, both.Count);
        Assert.Equal(0.9, both.PartWithin(TimeSpan.FromMilliseconds(100)));
        Assert.InRange(both.Quantile(0.95)!.Value, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(1.05));
    }

    [Fact]
    public void Quantile_WithoutRequests_IsNull() => Assert.Null(new LatencyHistogram().Quantile(0.5));

    [Fact]
    public void Quantile_OfARequestBeyondTheLastBucket_IsTheLastBound()
    {
        var histogram = new LatencyHistogram();
        histogram.Add(TimeSpan.FromDays(1), 1);

        Assert.InRange(histogram.Quantile(1)!.Value, TimeSpan.FromMinutes(45), TimeSpan.FromMinutes(60));
    }
}
