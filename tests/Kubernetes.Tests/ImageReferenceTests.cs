using Infra.Kubernetes;

namespace Kubernetes.Tests;

public sealed class ImageReferenceTests
{
    private const string Sha256 = "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("nginx", null, "nginx", null, null)]
    [InlineData("nginx:1.27", null, "nginx", "1.27", null)]
    [InlineData("library/nginx:1.27@" + Sha256, null, "library/nginx", "1.27", Sha256)]
    [InlineData("docker.io/nginx", "docker.io", "nginx", null, null)]
    [InlineData("localhost/app", "localhost", "app", null, null)]
    [InlineData("localhost:5000/app", "localhost:5000", "app", null, null)]
    [InlineData("registry:5000/team/app:v1", "registry:5000", "team/app", "v1", null)]
    [InlineData("[::1]:5000/app", "[::1]:5000", "app", null, null)]
    [InlineData("Registry/app", "Registry", "app", null, null)]
    [InlineData("gcr.io/a.b/c_d/e__f/g--h@" + Sha256, "gcr.io", "a.b/c_d/e__f/g--h", null, Sha256)]
    [InlineData("team/app:_x.Y-1", null, "team/app", "_x.Y-1", null)]
    public void Parse_AReference_HasItsParts(string text, string? registry, string repository, string? tag, string? digest)
    {
        var image = ImageReference.Parse(text);
        Assert.Equal(new ImageReference(registry, repository, tag, digest), image);
        Assert.Equal(text, image.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nginx")]
    [InlineData("nginx:")]
    [InlineData(":1.27")]
    [InlineData("nginx:.1")]
    [InlineData("nginx:a b")]
    [InlineData("nginx@sha256:abc")]
    [InlineData("nginx@md5:0123456789abcdef0123456789abcdef")]
    [InlineData("nginx@SHA256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("nginx@sha256:0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("a//b")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("-a")]
    [InlineData("a_")]
    [InlineData("host.io:port/a")]
    [InlineData("-host.io/a")]
    [InlineData("host.io/A")]
    [InlineData("https://host.io/a")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void TryParse_AnythingElse_IsFalse(string text)
    {
        Assert.False(ImageReference.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ImageReference.Parse(text));
    }

    [Fact]
    public void TryParse_TooLong_IsFalse()
    {
        Assert.True(ImageReference.TryParse($"host.io/{new string('a', 255)}:{new string('t', 128)}", out _));
        Assert.False(ImageReference.TryParse($"host.io/{new string('a', 256)}", out _));
        Assert.False(ImageReference.TryParse($"a:{new string('t', 129)}", out _));
    }

    [Theory]
    [InlineData("nginx:1.27", "mirror.example.com", "mirror.example.com/nginx:1.27")]
    [InlineData("ghcr.io/team/app@" + Sha256, "mirror.example.com/cache", "mirror.example.com/cache/team/app@" + Sha256)]
    [InlineData("localhost:5000/app", "team", "team/app")]
    public void WithRegistry_KeepsThePathAndTheVersion(string text, string registry, string expected) =>
        Assert.Equal(expected, ImageReference.Parse(text).WithRegistry(registry).ToString());

    [Theory]
    [InlineData("nginx", true)]
    [InlineData("nginx:latest", true)]
    [InlineData("nginx:1", false)]
    [InlineData("nginx:latest@" + Sha256, false)]
    public void IsMutable_WithoutDigestAndVersion(string text, bool expected) =>
        Assert.Equal(expected, ImageReference.Parse(text).IsMutable);
}
