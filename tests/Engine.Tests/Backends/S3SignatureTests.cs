using System.Text;
using Infra.Engine.Backends.S3;

namespace Engine.Tests.Backends;

/// <summary>The examples of AWS' documentation of signatures.</summary>
public sealed class S3SignatureTests
{
    private static readonly AwsCredentials Credentials = new(
        "AKIAIOSFODNN7EXAMPLE",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        null,
        "an example"
    );

    [Theory]
    [InlineData("GET", "test.txt", "", "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41", "Range", "bytes=0-9")]
    [InlineData(
        "PUT",
        "test%24file.text",
        "Welcome to Amazon S3.",
        "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
        "Date",
        "Fri, 24 May 2013 00:00:00 GMT",
        "x-amz-storage-class",
        "REDUCED_REDUNDANCY"
    )]
    [InlineData("GET", "?lifecycle", "", "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543")]
    [InlineData("GET", "?max-keys=2&prefix=J", "", "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7")]
    public void Sign_ExampleOfTheDocumentation_GivesItsSignature(
        string method,
        string path,
        string content,
        string signature,
        params string[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"https://examplebucket.s3.amazonaws.com/{path}");
        foreach (var header in headers.Chunk(2))
        {
            request.Headers.TryAddWithoutValidation(header[0], header[1]);
        }

        new AwsSignature("us-east-1").Sign(
            request,
            Encoding.UTF8.GetBytes(content),
            Credentials,
            new DateTimeOffset(2013, 5, 24, 0, 0, 0, TimeSpan.Zero)
        );

        Assert.EndsWith($"Signature={signature}", request.Headers.NonValidated["Authorization"].ToString(), StringComparison.Ordinal);
    }
}
