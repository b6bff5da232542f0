using Infra.Engine.Kubernetes.Resources;

namespace Engine.Tests.Kubernetes.Resources;

public class QuantityTests
{
    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1500m", "1500m")]
    [InlineData("100m", "100m")]
    [InlineData("1", "1")]
    [InlineData("1000", "1k")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("128Mi", "128Mi")]
    [InlineData("0.5Ki", "512")]
    [InlineData("1e3", "1e3")]
    [InlineData("1500e-3", "1500e-3")]
    [InlineData("12e6", "12e6")]
    [InlineData("1E", "1E")]
    [InlineData("0", "0")]
    [InlineData("0Gi", "0")]
    [InlineData("+5", "5")]
    [InlineData("-1000m", "-1")]
    [InlineData("0.0000000001", "1n")]
    [InlineData("5M", "5M")]
    [InlineData("5000k", "5M")]
    [InlineData("much", "much")]
    [InlineData("1 Gi", "1 Gi")]
    [InlineData("", "")]
    public void Canonical_Quantity_IsTheApiServersForm(string given, string expected) =>
        Assert.Equal(expected, Quantity.Canonical(given));

    [Fact]
    public void Canonical_CanonicalQuantity_IsUnchanged()
    {
        const int Seed = 20261121;
        var random = new Random(Seed);
        string[] suffixes = ["", "m", "k", "M", "G", "Ki", "Mi", "Gi", "Ti"];
        for (var i = 0; i < 2000; i++)
        {
            var given = $"{random.Next(0, 100000)}{(random.Next(2) == 0 ? "" : "." + random.Next(0, 1000))}{suffixes[random.Next(suffixes.Length)]}";
            var once = Quantity.Canonical(given);
            Assert.True(Quantity.Canonical(once) == once, $"{given} became {once}, then {Quantity.Canonical(once)} (seed {Seed})");
        }
    }
}
