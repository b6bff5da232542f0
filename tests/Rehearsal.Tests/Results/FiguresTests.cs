using System.Globalization;
using CsCheck;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Results;

/// <summary>Figures have units and no more digits than a model carries.</summary>
public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.04567, "0.046")]
    [InlineData(8.06, "8.1")]
    [InlineData(9.96, "10")]
    [InlineData(81.23, "81")]
    [InlineData(99.4, "99")]
    [InlineData(99.6, "100")]
    [InlineData(812.4, "812")]
    [InlineData(1234.5, "1,230")]
    [InlineData(-3.14, "-3.1")]
    [InlineData(-1.1e-13, "0")]
    [InlineData(double.NaN, "–")]
    public void Number_HasTwoOrThreeDigits(double value, string expected) => Assert.Equal(expected, Figures.Number(value));

    [Theory]
    [InlineData(0.00042, "0.42 ms")]
    [InlineData(0.8124, "812 ms")]
    [InlineData(0.9996, "1 s")]
    [InlineData(2.46, "2.5 s")]
    [InlineData(59.7, "1 min")]
    [InlineData(130, "2 min 10 s")]
    [InlineData(3600, "1 h")]
    [InlineData(4200, "1 h 10 min")]
    [InlineData(864000, "10 d")]
    public void Duration_HasTheUnitOfItsSize(double seconds, string expected) =>
        Assert.Equal(expected, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.97, "97 %")]
    [InlineData(0.0234, "2.3 %")]
    [InlineData(0.99974, "99.974 %")]
    [InlineData(0.9999999999, "> 99.9999 %")]
    [InlineData(1, "100 %")]
    [InlineData(1.4, "140 %")]
    public void Availability_NearTheWhole_HasTheDigitsOfWhatIsMissing(double part, string expected) =>
        Assert.Equal(expected, Figures.Availability(part));

    [Theory]
    [InlineData(0.5, "50 %")]
    [InlineData(0.9999999, "100 %")]
    [InlineData(1.33, "133 %")]
    public void Percent_OfCores_IsRounded(double part, string expected) => Assert.Equal(expected, Figures.Percent(part));

    [Theory]
    [InlineData(512, "512 B")]
    [InlineData(1.5 * 1024 * 1024 * 1024, "1.5 Gi")]
    [InlineData(256 * 1024 * 1024, "256 Mi")]
    public void Bytes_HaveBinaryUnits(double bytes, string expected) => Assert.Equal(expected, Figures.Bytes(bytes));

    [Theory]
    [InlineData(1330, "22:10")]
    [InlineData(4210, "1:10:10")]
    public void At_CountsFromTheStart(double seconds, string expected) => Assert.Equal(expected, Figures.At(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Periods_AfterTheSecond_AreCounted()
    {
        var periods = Enumerable
            .Range(0, 5)
            .Select(index => new Period(TimeSpan.FromMinutes(index * 2), TimeSpan.FromMinutes(index * 2 + 1)))
            .ToList();

        Assert.Equal("from 0:00 to 1:00", Figures.Periods([periods[0]]));
        Assert.Equal("from 0:00 to 1:00 and from 2:00 to 3:00", Figures.Periods(periods[..2]));
        Assert.Equal("from 0:00 to 1:00, from 2:00 to 3:00 and 3 more times, 5 min in all", Figures.Periods(periods));
    }

    [Fact]
    public void Number_OfAnyValue_IsWithinFivePercentOfIt() =>
        Gen.Double[1e-6, 1e9]
            .Sample(value =>
                Assert.InRange(double.Parse(Figures.Number(value), NumberStyles.Any, CultureInfo.InvariantCulture) / value, 0.95, 1.05)
            );
}
