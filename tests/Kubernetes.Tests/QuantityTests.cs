using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using CsCheck;
using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class QuantityTests
{
    private static readonly string[] Suffixes =
    [
        "n",
        "u",
        "m",
        "",
        "k",
        "M",
        "G",
        "T",
        "P",
        "E",
        "Ki",
        "Mi",
        "Gi",
        "Ti",
        "e3",
        "E-2",
        "e40",
    ];

    private static readonly Gen<Quantity> AnyQuantity =
        from whole in Gen.Int[-5_000, 5_000]
        from fraction in Gen.OneOf(Gen.Const(""), Gen.Int[0, 999].Select(digits => "." + digits.ToString(CultureInfo.InvariantCulture)))
        from suffix in Gen.Int[0, Suffixes.Length - 1].Select(i => Suffixes[i])
        select Quantity.Parse(whole.ToString(CultureInfo.InvariantCulture) + fraction + suffix);

    [Theory]
    [InlineData("0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("-0", "0")]
    [InlineData("1.0", "1")]
    [InlineData("+2", "2")]
    [InlineData("-250m", "-250m")]
    [InlineData("-1000m", "-1")]
    [InlineData("0.5", "500m")]
    [InlineData(".5", "500m")]
    [InlineData("1.", "1")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("1000", "1k")]
    [InlineData("1000k", "1M")]
    [InlineData("1024", "1024")]
    [InlineData("1024Ki", "1Mi")]
    [InlineData("1023Ki", "1023Ki")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("0.5Ki", "512")]
    [InlineData("0.1Ki", "102400m")]
    [InlineData(".001Ki", "1024m")]
    [InlineData(".000001Ki", "1024u")]
    [InlineData(".000000001Ki", "1024n")]
    [InlineData(".000000000001Ki", "2n")]
    [InlineData("1Ei", "1Ei")]
    [InlineData("1e3", "1e3")]
    [InlineData("1000e3", "1e6")]
    [InlineData("1500e-3", "1500e-3")]
    [InlineData("1E2", "100")]
    [InlineData("1E", "1E")]
    [InlineData("00010m", "10m")]
    public void ToString_IsTheCanonicalForm(string text, string canonical) => Assert.Equal(canonical, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("0.1n", "1n")]
    [InlineData("1.5n", "2n")]
    [InlineData("-0.1n", "-1n")]
    [InlineData("0.0000000001", "1n")]
    [InlineData("1e-1000", "1e-9")]
    [InlineData("0e-1000", "0")]
    public void Parse_FinerThanABillionth_RoundsAwayFromZero(string text, string canonical) =>
        Assert.Equal(canonical, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("10E", "10E")]
    [InlineData("1e19", "10e18")]
    [InlineData("1e40", "10e39")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("8Ei", "9223372036854775807")]
    [InlineData("100Ei", "9223372036854775807")]
    [InlineData("-8Ei", "-9223372036854775807")]
    public void Parse_BeyondWhat64BitsHold_IsCappedInTheBinaryNotationOnly(string text, string canonical) =>
        Assert.Equal(canonical, Quantity.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("+")]
    [InlineData("Gi")]
    [InlineData("1.2.3")]
    [InlineData("1.1.M")]
    [InlineData("1+1.0M")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1 Gi")]
    [InlineData("1gi")]
    [InlineData("1i")]
    [InlineData("1Xi")]
    [InlineData("0.1mi")]
    [InlineData("1K")]
    [InlineData("1e")]
    [InlineData("-3.01e-")]
    [InlineData("1e3.5")]
    [InlineData("1e3Ki")]
    [InlineData("1Ki3")]
    [InlineData("--1")]
    [InlineData("256MB")]
    [InlineData("1e1001")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("1,000")]
    public void TryParse_AnythingElse_IsFalse(string text)
    {
        Assert.False(Quantity.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Quantity.Parse(text));
        Assert.Equal(text, Quantity.Canonicalize(text));
    }

    [Theory]
    [InlineData("1500m", 2, 1500)]
    [InlineData("-1500m", -2, -1500)]
    [InlineData("1n", 1, 1)]
    [InlineData("1Gi", 1_073_741_824, 1_073_741_824_000)]
    [InlineData("10E", long.MaxValue, long.MaxValue)]
    [InlineData("-1e40", long.MinValue, long.MinValue)]
    public void WholeValueAndMilliValue_RoundAwayFromZeroAndSaturate(string text, long whole, long milli)
    {
        var quantity = Quantity.Parse(text);
        Assert.Equal((whole, milli), (quantity.WholeValue, quantity.MilliValue));
    }

    [Theory]
    [InlineData("1Gi", "1", "1073741825")]
    [InlineData("1", "1Gi", "1073741825")]
    [InlineData("0", "1Gi", "1Gi")]
    [InlineData("512Mi", "512Mi", "1Gi")]
    [InlineData("0.5Ki", "0.5Ki", "1Ki")]
    [InlineData("0.0005Ki", "1Ki", "1024512m")]
    [InlineData("9E", "9E", "18E")]
    [InlineData("1e40", "-1e40", "0")]
    public void Sum_IsWrittenInTheNotationOfItsFirstPart(string left, string right, string sum) =>
        Assert.Equal(sum, (Quantity.Parse(left) + Quantity.Parse(right)).ToString());

    [Fact]
    public void Equality_ComparesAmounts()
    {
        Assert.Equal(Quantity.Parse("1Gi"), Quantity.Parse("1073741824"));
        Assert.Equal(Quantity.Parse("10E").GetHashCode(), Quantity.Parse("1e19").GetHashCode());
        Assert.NotEqual(Quantity.Parse("1G"), Quantity.Parse("1Gi"));
        Assert.True(Quantity.Parse("1e40") > Quantity.Parse("10E"));
        Assert.True(Quantity.Parse("-1e40") < Quantity.Zero);
    }

    [Fact]
    public void CanonicalForm_ParsesBackToTheSameAmount() =>
        AnyQuantity.Sample(quantity =>
        {
            var again = Quantity.Parse(quantity.ToString());
            return again == quantity && again.ToString() == quantity.ToString();
        });

    [Fact]
    public void Parse_AgreesWithExactArithmetic() =>
        Gen.Select(Gen.Long, Gen.Int[0, 30], Gen.Int[-12, 24])
            .Sample(
                (number, leadingFraction, exponent) =>
                {
                    var text = $"{number}.{new string('0', leadingFraction)}7e{exponent}";
                    var digits = BigInteger.Parse($"{number}{new string('0', leadingFraction)}7", CultureInfo.InvariantCulture);
                    var power = exponent - leadingFraction - 1 + 9;
                    var exact =
                        power >= 0
                            ? digits * BigInteger.Pow(10, power)
                            : BigInteger.DivRem(digits, BigInteger.Pow(10, -power), out var rest) + rest.Sign;
                    return Quantity.Parse(text).Nanos == exact;
                }
            );

    [Fact]
    public void Arithmetic_IsThatOfNumbers() =>
        Gen.Select(AnyQuantity, AnyQuantity, AnyQuantity)
            .Sample(
                (a, b, c) =>
                {
                    Assert.Equal(a + b, b + a);
                    Assert.Equal(a + b + c, a + (b + c));
                    Assert.Equal(a, a + b - b);
                    Assert.Equal(a + a + a, a * 3);
                    Assert.Equal(a, (a * 12).Scale(1, 12));
                    Assert.Equal(a.CompareTo(b), -b.CompareTo(a));
                    Assert.Equal(a < b, a + c < b + c);
                    Assert.True(Quantity.Max(a, b) >= Quantity.Min(a, b));
                }
            );

    [Fact]
    public void Amounts_AtTheLimitOf128Bits_AreExact()
    {
        var amount = Quantity.Parse("85070591730234615865843651857942052864n");
        var product = Quantity.Parse("-9223372036854775808n") * long.MinValue;

        Assert.Equal(Quantity.Parse("170141183460469231731687303715884105728n"), amount + amount);
        Assert.Equal(amount, product);
        Assert.Equal(amount.GetHashCode(), product.GetHashCode());
        Assert.Equal(amount + amount, product + product);
    }

    [Fact]
    public void RoundUpTo_IsTheLeastMultipleNotBelow() =>
        Gen.Select(AnyQuantity, AnyQuantity)
            .Sample(
                (value, other) =>
                {
                    var step = other.IsNegative ? -other : other + Quantity.FromMilli(1);
                    var rounded = value.RoundUpTo(step);
                    Assert.True(rounded >= value && rounded - step < value);
                }
            );

    [Theory]
    [InlineData("1.2.3")]
    [InlineData(".")]
    [InlineData("1KI")]
    [InlineData("1e")]
    public void Pattern_MatchesNoOtherText(string text) => Assert.DoesNotMatch(Quantity.Pattern, text);

    [Fact]
    public void Pattern_MatchesWhatParses() =>
        Gen.Char["0123456789..+-eEnumkKMGTPi"]
            .Array[0, 6]
            .Select(characters => new string(characters))
            .Where(text => !text.Contains('e', StringComparison.OrdinalIgnoreCase) || text.Length < 5)
            .Sample(text => Regex.IsMatch(text, Quantity.Pattern) == Quantity.TryParse(text, out _), iter: 20_000);
}
