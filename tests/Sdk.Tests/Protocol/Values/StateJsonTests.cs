using System.Buffers;
using System.Text;
using System.Text.Json;
using Infra.Protocol.Values;

namespace Sdk.Tests.Protocol.Values;

public sealed class StateJsonTests
{
    private const string Signature = "4dabf18193072939515e22adb298388d";

    [Fact]
    public void Read_AfterWrite_ReturnsWhatTheStateCanHold() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();

            var json = Print(writer => StateJson.Write(writer, map, Encrypt));

            Assert.Equal(map.Select(AsInState), Read(json, Decrypt));
        });

    [Fact]
    public void Read_AfterWritingPlaintext_ReturnsTheSameMap() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();

            var json = Print(writer => StateJson.WriteShowingSecrets(writer, map));

            Assert.Equal(map.Select(AsInState), Read(json, _ => throw new InvalidOperationException("There is nothing to decrypt.")));
        });

    [Fact]
    public void Read_Remember_GetsTheContentThatAWriteEncrypts() =>
        RandomValues.ForAll(random =>
        {
            var map = random.Map();
            var json = Print(writer => StateJson.Write(writer, map, Encrypt));
            var known = new Dictionary<string, string>();

            using var document = JsonDocument.Parse(json);
            var read = StateJson.ReadMap(document.RootElement, Decrypt, (content, ciphertext) => known[content] = ciphertext);

            Assert.Equal(json, Print(writer => StateJson.Write(writer, read, content => known[content])));
        });

    [Fact]
    public void Write_Secret_EncryptsTheJsonOfItsContentOnce()
    {
        var encrypted = new List<string>();
        var secret = new PropertySecret(PropertyMap.Create(("a", new PropertySecret("b"))));

        var json = Print(writer => StateJson.Write(writer, secret, content =>
            {
                encrypted.Add(content);
                return "sealed";
            }));

        Assert.Equal($$"""{"{{Signature}}":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"sealed"}""", json);
        Assert.Equal(
            ["{\"a\":{\"" + Signature + "\":\"1b47061264138c4ac30d75fd1eb44270\",\"ciphertext\":\"\\u0022b\\u0022\"}}"],
            encrypted
        );
    }

    [Fact]
    public void WriteShowingSecrets_Secret_HasThePlaintextForm() =>
        Assert.Equal(
            $$"""{"{{Signature}}":"1b47061264138c4ac30d75fd1eb44270","plaintext":"[1,2]"}""",
            Print(writer => StateJson.WriteShowingSecrets(writer, new PropertySecret(PropertyValue.Array(1, 2))))
        );

    [Theory]
    [InlineData(double.NaN, "fff8000000000000")]
    [InlineData(double.PositiveInfinity, "7ff0000000000000")]
    [InlineData(double.NegativeInfinity, "fff0000000000000")]
    public void Write_NonFiniteNumber_IsItsBits(double number, string bits) =>
        Assert.Equal(
            $$"""{"{{Signature}}":"8ad145fe-0d11-4827-bfd7-1abcbf086f5c","value":"{{bits}}"}""",
            Print(writer => StateJson.Write(writer, number, Encrypt))
        );

    [Fact]
    public void Write_ResourceReference_AlwaysHasAVersion() =>
        Assert.Equal(
            $$"""{"{{Signature}}":"5cf8f73096256a8f31e491e813e4eb8e","packageVersion":"","urn":"urn:a"}""",
            Print(writer => StateJson.Write(writer, new PropertyResourceReference("urn:a"), Encrypt))
        );

    [Fact]
    public void Read_ReferenceWithWrappedId_Succeeds()
    {
        // Some versions of Pulumi wrote the id's inner value as an object with the key V.
        string Json(string id) => $$"""{"a":{"{{Signature}}":"5cf8f73096256a8f31e491e813e4eb8e","urn":"urn:a","id":{"V":{{id}}} } }""";

        Assert.Equal(PropertyMap.Create(("a", new PropertyResourceReference("urn:a", "i"))), Read(Json("\"i\""), Decrypt));
        Assert.Equal(PropertyMap.Create(("a", new PropertyResourceReference("urn:a"))), Read(Json("null"), Decrypt));
        Assert.Equal(PropertyMap.Create(("a", new PropertyResourceReference("urn:a", ""))), Read(Json("""{"Element":{} }"""), Decrypt));
    }

    [Fact]
    public void Read_NotAnObject_IsEmptyForNullAndAnErrorOtherwise()
    {
        Assert.Equal(PropertyMap.Empty, Read("null", Decrypt));
        Assert.Throws<PropertyFormatException>(() => Read("[]", Decrypt));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"ciphertext":"a","plaintext":"b"}""")]
    [InlineData("""{"ciphertext":1}""")]
    [InlineData("""{"plaintext":"no json: hunter2"}""")]
    public void Read_MalformedSecret_ThrowsWithItsPathAndWithoutItsContent(string secret)
    {
        var signature = $"{{\"{Signature}\":\"1b47061264138c4ac30d75fd1eb44270\"" + (secret == "{}" ? "" : ",");
        var json = $$"""{"a":[{{secret.Replace("{", signature, StringComparison.Ordinal)}}]}""";

        var failure = Assert.Throws<PropertyFormatException>(() => Read(json, Decrypt));

        Assert.Equal("a[0]", failure.Path.ToString());
        Assert.DoesNotContain("hunter2", failure.ToString(), StringComparison.Ordinal);
    }

    private static PropertyMap Read(string json, Func<string, string> decrypt)
    {
        using var document = JsonDocument.Parse(json);
        return StateJson.ReadMap(document.RootElement, decrypt);
    }

    private static string Print(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static string Encrypt(string content) => "v1:" + Convert.ToBase64String(Encoding.UTF8.GetBytes(content));

    private static string Decrypt(string ciphertext) => Encoding.UTF8.GetString(Convert.FromBase64String(ciphertext["v1:".Length..]));

    private static PropertyValue AsInState(PropertyValue value) =>
        value switch
        {
            PropertyUnknown => new PropertyUnknown(),
            PropertyOutput output => output.IsSecret
                ? new PropertySecret(AsInState(output.Value ?? new PropertyUnknown()))
                : AsInState(output.Value ?? new PropertyUnknown()),
            PropertySecret secret => new PropertySecret(AsInState(secret.Value)),
            PropertyArray array => new PropertyArray([.. array.Elements.Select(AsInState)]),
            PropertyObject map => map.Properties.Select(AsInState),
            _ => value,
        };
}
