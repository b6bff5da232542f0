using CsCheck;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Values;
using Infra.Kubernetes;

namespace Infra.Tests.Settings;

public class ValueTests
{
    [Theory]
    [InlineData("15s", 15)]
    [InlineData("2m", 120)]
    [InlineData("1h30m", 5400)]
    [InlineData("1d", 86400)]
    [InlineData("0s", 0)]
    public void Duration_WithUnits_IsParsed(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromSeconds(seconds), duration);
    }

    [Theory]
    [InlineData("")]
    [InlineData("15")]
    [InlineData("s")]
    [InlineData("1.5s")]
    [InlineData("30m1h")]
    [InlineData("1s1s")]
    [InlineData("-5s")]
    [InlineData("5 s")]
    [InlineData("999999999d")]
    public void Duration_WithoutUnitsOrOutOfOrder_IsRejected(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void Duration_Formatted_ParsesBack() =>
        Gen.Long[0, (long)Duration.Maximum.TotalMilliseconds]
            .Select(milliseconds => TimeSpan.FromMilliseconds(milliseconds))
            .Sample(duration => Duration.TryParse(Duration.Format(duration), out var again) && again == duration, iter: 1_000);

    [Fact]
    public void Duration_BeyondTheMaximum_IsRefused()
    {
        Assert.True(Duration.TryParse("10000d", out _));
        Assert.False(Duration.TryParse("10000d1ms", out _));
    }

    [Theory]
    [InlineData("30 3 * * *")]
    [InlineData("*/5 0-6,22 1 JAN-MAR Mon-Fri")]
    [InlineData("@daily")]
    [InlineData("0 0 31 12 6")]
    [InlineData("0 0 29 2 *")]
    // Where both fields of days are restricted, either is enough.
    [InlineData("0 0 30 2 1")]
    [InlineData("0 0 30 2 */2")]
    public void Cron_OfFiveValidFields_HasNoError(string expression) => Assert.Null(CronExpression.FindError(expression));

    [Theory]
    [InlineData("30 3 * *", "4 fields")]
    [InlineData("60 3 * * *", "minute")]
    [InlineData("0 24 * * *", "hour")]
    [InlineData("0 0 0 * *", "day of month")]
    [InlineData("0 0 * 13 *", "month")]
    [InlineData("0 0 * * 7", "day of week")]
    [InlineData("*/0 * * * *", "minute")]
    [InlineData("9-3 * * * *", "minute")]
    [InlineData("@often", "macros")]
    [InlineData("0 0 30 2 *", "such a day")]
    [InlineData("0 0 31 4,6 ?", "such a day")]
    [InlineData("TZ=UTC 0 0 * * *", "time zone")]
    public void Cron_WithAnError_NamesIt(string expression, string error) =>
        Assert.Contains(error, CronExpression.FindError(expression), StringComparison.Ordinal);

    [Theory]
    [InlineData("25%", 25, true)]
    [InlineData("1", 1, false)]
    [InlineData("900%", 900, true)]
    [InlineData("0%", 0, true)]
    public void CountOrPercentage_OfEitherForm_RoundTrips(string text, int amount, bool isPercentage)
    {
        var value = Convert(text);
        Assert.Equal(new IntOrPercent(amount, isPercentage), value);
        Assert.Equal(text, value!.ToString());
    }

    [Theory]
    [InlineData("%")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("half")]
    public void CountOrPercentage_OfAnotherForm_IsRejected(string text) => Assert.Null(Convert(text));

    [Theory]
    [InlineData("smtp.example.com:587", "smtp.example.com", 587, null)]
    [InlineData("10.20.0.0/16:5432", "10.20.0.0/16", 5432, "10.20.0.0/16")]
    [InlineData("192.0.2.7:443", "192.0.2.7", 443, "192.0.2.7/32")]
    [InlineData("[2001:db8::/32]:443", "2001:db8::/32", 443, "2001:db8::/32")]
    public void ExternalAddress_OfHostOrRange_IsParsed(string text, string host, int port, string? range)
    {
        Assert.True(ExternalAddress.TryParse(text, out var address));
        Assert.Equal((host, port, range), (address!.Host, address.Port, address.Range?.ToString()));
    }

    [Theory]
    [InlineData("smtp.example.com")]
    [InlineData("smtp.example.com:0")]
    [InlineData("smtp.example.com:70000")]
    [InlineData("10.20.0.0/33:80")]
    [InlineData(":80")]
    [InlineData("a b:80")]
    public void ExternalAddress_WithoutHostOrPort_IsRejected(string text) => Assert.False(ExternalAddress.TryParse(text, out _));

    private static object? Convert(string text) =>
        ScalarType.Find(typeof(IntOrPercent))!.Convert(new ScalarNode(new Location("services.yaml", 1), text, ScalarKind.Text));
}
