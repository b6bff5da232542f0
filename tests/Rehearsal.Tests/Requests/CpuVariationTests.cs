using Infra.Rehearsal.Requests;

namespace Rehearsal.Tests.Requests;

/// <summary>A declared 99th percentile is that of the distribution which the model draws from.</summary>
public sealed class CpuVariationTests
{
    [Theory]
    [InlineData(1.2)]
    [InlineData(4.4)]
    [InlineData(10)]
    [InlineData(14)]
    [InlineData(CpuVariation.LargestRatio)]
    public void FromRatio_GivesADistributionWithThatPercentile(double ratio) =>
        Assert.Equal(ratio, GammaDistribution.Quantile(1 / CpuVariation.FromRatio(ratio), 0.99), 0.001 * ratio);

    [Fact]
    public void FromRatio_OfTheExponentialDistribution_Is1() => Assert.Equal(1, CpuVariation.FromRatio(Math.Log(100)), 0.001);

    [Theory]
    [InlineData(1)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void FromRatio_OfTimesThatAllAreEqual_Is0(double ratio) => Assert.Equal(0, CpuVariation.FromRatio(ratio));
}
