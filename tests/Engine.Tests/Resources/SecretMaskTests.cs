using System.Text;
using System.Text.Json;
using Infra.Engine.Resources;

namespace Engine.Tests.Resources;

public sealed class SecretMaskTests
{
    private const string Secret = "Kan4rie\"\\\n%/S3cr3t<&ü";

    private readonly SecretMask _mask = new([Secret], minimumLength: 3);

    [Fact]
    public void Apply_SecretInEveryForm_LeavesNothingOfIt()
    {
        string[] forms =
        [
            Secret,
            "Kan4rie\\\"\\\\\\n%/S3cr3t<&ü", // Go %q
            "Kan4rie\\\"\\\\\\n%/S3cr3t<&\\u00fc", // Go %+q
            "Kan4rie\\\"\\\\\\n%/S3cr3t\\u003c\\u0026ü", // Go's JSON
            JsonSerializer.Serialize(Secret),
            JsonSerializer.Serialize(JsonSerializer.Serialize(Secret)),
            Uri.EscapeDataString(Secret),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)),
            Convert.ToBase64String(Encoding.UTF8.GetBytes(Secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        ];

        Assert.All(forms, form =>
        {
            var masked = _mask.Apply($"value {form} is invalid");
            Assert.Contains(SecretMask.Replacement, masked, StringComparison.Ordinal);
            Assert.DoesNotContain("Kan4rie", masked, StringComparison.Ordinal);
            Assert.DoesNotContain("S3cr3t", masked, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("abc")]
    public void Apply_SecretWithinALongerEncodedText_LeavesNothingOfIt(string before)
    {
        var text = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}:{Secret}:after"));

        var masked = _mask.Apply($"Authorization: Basic {text}");

        var rest = masked.Split(SecretMask.Replacement);
        Assert.Equal(2, rest.Length);
        Assert.InRange(rest[0].Length + rest[1].Length, 0, "Authorization: Basic ".Length + 20);
    }

    [Fact]
    public void Apply_LinesOfASecret_AreMaskedOneByOne()
    {
        var mask = new SecretMask(["-----BEGIN KEY-----\r\nMIIabc\r\nab\r\n-----END KEY-----"], minimumLength: 3);

        Assert.Equal("1 [secret]", mask.Apply("1 -----BEGIN KEY-----"));
        Assert.Equal("2 [secret]", mask.Apply("2 MIIabc"));
        Assert.Equal("3 ab", mask.Apply("3 ab"));
    }

    [Fact]
    public void Apply_SecretWithinAnother_MasksTheLongerOne() =>
        Assert.Equal("[secret]!", new SecretMask(["pass", "password"], minimumLength: 3).Apply("password!"));
}
