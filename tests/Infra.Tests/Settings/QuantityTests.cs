using System.Globalization;
using Infra.Backend.Settings.Values;

namespace Infra.Tests.Settings;

public class QuantityTests
{
    private const int Samples = 2_000;
    private static readonly string[] Suffixes = ["n", "u", "m", "", "k", "M", "G", "T", "Ki", "Mi", "Gi", "Ti", "e3", "E-2"];

    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("+2", "2")]
    [InlineData("-250m", "-250m")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("1.", "1")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("1000", "1k")]
    [InlineData("1000k", "1M")]
    [InlineData("1024", "1024")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData("1023Ki", "1023Ki")]
    [InlineData("1e3", "1e3")]
    [InlineData("1000e3", "1e6")]
    [InlineData("12e6", "12e6")]
    [InlineData("1E", "1E")]
    [InlineData("1E2", "100")]
    [InlineData("0.1n", "1n")]
    [InlineData("-0.1n", "-1n")]
    [InlineData("100Ei", "9223372036854775807")]
    public void Parse_ThenToString_IsCanonical(string text, string canonical) =>
        Assert.Equal(canonical, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("1.2.3")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1K")]
    [InlineData("1mi")]
    [InlineData("Gi")]
    [InlineData("1e")]
    [InlineData("1e3.5")]
    [InlineData("--1")]
    [InlineData("256MB")]
    public void TryParse_OfAnInvalidQuantity_IsFalse(string text) =>
        Assert.False(Quantity.TryParse(text, CultureInfo.InvariantCulture, out _));

    [Fact]
    public void Format_OfAnyQuantity_ParsesBackToTheSameAmount() => ForAny((a, _, _) =>
    {
        var again = Quantity.Parse(a.ToString());
        Assert.Equal(a, again);
        Assert.Equal(a.ToString(), again.ToString());
    });

    [Fact]
    public void Addition_IsCommutativeAndAssociative_AndZeroIsNeutral() => ForAny((a, b, c) =>
    {
        Assert.Equal(a + b, b + a);
        Assert.Equal(a + b + c, a + (b + c));
        Assert.Equal(a, a + Quantity.Zero);
        Assert.Equal(a, a + b - b);
    });

    [Fact]
    public void Multiplication_IsRepeatedAddition_AndScaleUndoesIt() => ForAny((a, b, _) =>
    {
        Assert.Equal(a + a + a, a * 3);
        Assert.Equal((a + b) * 7, (a * 7) + (b * 7));
        Assert.Equal(a, (a * 12).Scale(1, 12));
        Assert.Equal(-a, a * -1);
    });

    [Fact]
    public void Order_IsTotal_AndAgreesWithAddition() => ForAny((a, b, c) =>
    {
        Assert.Equal(a.CompareTo(b), -b.CompareTo(a));
        Assert.Equal(a < b, a + c < b + c);
        Assert.Equal(a == b, a.CompareTo(b) == 0 && a.GetHashCode() == b.GetHashCode());
        Assert.True(Quantity.Max(a, b) >= Quantity.Min(a, b));
    });

    [Fact]
    public void RoundUpTo_IsTheSmallestMultipleNotBelow() => ForAny((a, b, _) =>
    {
        var step = b.IsNegative ? -b : b + Quantity.FromMilli(1);
        if (step.IsZero)
        {
            return;
        }

        var rounded = a.RoundUpTo(step);
        Assert.True(rounded >= a);
        Assert.True(rounded - step < a);
    });

    [Fact]
    public void Equality_ComparesTheAmount_NotTheNotation()
    {
        Assert.Equal(Quantity.Parse("1Gi"), Quantity.Parse("1073741824"));
        Assert.NotEqual(Quantity.Parse("1G"), Quantity.Parse("1Gi"));
    }

    private static void ForAny(Action<Quantity, Quantity, Quantity> law)
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        for (var i = 0; i < Samples; i++)
        {
            var (a, b, c) = (Any(random), Any(random), Any(random));
            try
            {
                law(a, b, c);
            }
            catch (Xunit.Sdk.XunitException failure)
            {
                Assert.Fail($"seed {seed}: a = {a}, b = {b}, c = {c}: {failure.Message}");
            }
        }
    }

    private static Quantity Any(Random random)
    {
        var whole = random.Next(-5_000, 5_000);
        var fraction = random.Next(3) == 0 ? "." + random.Next(0, 1_000) : "";
        return Quantity.Parse(whole.ToString(CultureInfo.InvariantCulture) + fraction + Suffixes[random.Next(Suffixes.Length)]);
    }
}
