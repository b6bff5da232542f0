using System.Security.Cryptography;
using Infra.Engine.Errors;
using Infra.Engine.Images.Locking;
using Infra.Engine.Registries;

namespace Engine.Tests.Images;

public sealed class ImageLockTests : IAsyncLifetime, IDisposable
{
    private readonly ImageSandbox _sandbox = new();
    private TestRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public void Dispose() => _sandbox.Dispose();

    public async Task DisposeAsync() => await _registry.DisposeAsync();

    [Fact]
    public async Task Lock_IndexAndManifest_HaveADigestPerPlatform()
    {
        var index = TestImages.AddIndex(_registry, "team/app", "1.0", 100);
        var single = TestImages.Add(_registry, "tool", "2", 50);

        var result = await LockAsync("team/app:1.0", "tool:2");

        Assert.Equal(2, result.Added.Length);
        var images = _sandbox.Project.Lock!.Images;
        Assert.Equal(index, images[$"{_registry.Host}/team/app:1.0"].Digest);
        Assert.Equal(["linux/amd64", "linux/arm64"], images[$"{_registry.Host}/team/app:1.0"].Platforms.Keys);
        Assert.Equal(single, images[$"{_registry.Host}/tool:2"].Platforms["linux/amd64"]);
    }

    [Fact]
    public async Task Lock_Again_KeepsDigestsUntilAnUpdateAndRemovesWhatNoStackNeeds()
    {
        var old = TestImages.Add(_registry, "app", "1", 10);
        TestImages.Add(_registry, "gone", "1", 20);
        await LockAsync("app:1", "gone:1");
        var moved = TestImages.Add(_registry, "app", "1", 11);

        var kept = await LockAsync("app:1");
        Assert.Equal(old, _sandbox.Project.Lock!.Images[$"{_registry.Host}/app:1"].Digest);
        Assert.Equal($"{_registry.Host}/gone:1", Assert.Single(kept.Removed));

        var updated = await LockAsync(updates: true, "app:1");
        Assert.Equal(moved, _sandbox.Project.Lock!.Images[$"{_registry.Host}/app:1"].Digest);
        Assert.Single(updated.Changed);
        Assert.False((await LockAsync("app:1")).IsWritten);
    }

    [Fact]
    public async Task Lock_SeveralMissingImages_NamesEachAndWritesNothing()
    {
        var error = await Assert.ThrowsAsync<ImageException>(() => LockAsync("a:1", "b:1"));

        Assert.Contains(
            $"{_registry.Host}/a:1: the registry does not have it (404, manifest unknown)",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains($"{_registry.Host}/b:1", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_sandbox.LockPath));
    }

    [Fact]
    public async Task Verify_Differences_NamesMissingUnusedAndMovedImages()
    {
        TestImages.Add(_registry, "app", "1", 10);
        TestImages.Add(_registry, "unused", "1", 10);
        await LockAsync("app:1", "unused:1");
        TestImages.Add(_registry, "app", "1", 11);

        using var tasks = _sandbox.Open();
        var differences = await tasks.VerifyAsync(Images("app:1", "new:1"), isComplete: true, isOffline: false, CancellationToken.None);
        var offline = await tasks.VerifyAsync(Images("app:1", "new:1"), isComplete: false, isOffline: true, CancellationToken.None);

        Assert.Equal(3, differences.Count);
        Assert.Contains(differences, text => text.StartsWith($"{_registry.Host}/new:1: not in the lock file", StringComparison.Ordinal));
        Assert.Contains(differences, text => text.StartsWith($"{_registry.Host}/unused:1: in the lock file", StringComparison.Ordinal));
        Assert.Contains(differences, text =>
            text.StartsWith($"{_registry.Host}/app:1: the registry has sha256:", StringComparison.Ordinal)
        );
        Assert.Single(offline);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Lock_RegistryWithALogin_NeedsTheRightPassword(bool usesTokens)
    {
        TestImages.Add(_registry, "app", "1", 10);
        (_registry.Login, _registry.UsesTokens) = (("ann", "p:w"), usesTokens);

        var refused = await Assert.ThrowsAsync<ImageException>(() => LockAsync("app:1"));
        _sandbox.Login = new RegistryCredentials(_registry.Host) { Username = "ann", Password = "p:w" };
        await LockAsync("app:1");

        Assert.Equal(ExitCode.Authentication, refused.ExitCode);
        Assert.Contains($"docker login {_registry.Host}", refused.Message, StringComparison.Ordinal);
        Assert.Equal(
            usesTokens,
            _registry.Requests.Any(request => request.Contains("service=test&scope=repository%3Aapp%3Apull", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Lock_IdentityToken_IsExchanged()
    {
        TestImages.Add(_registry, "app", "1", 10);
        (_registry.Login, _registry.UsesTokens) = (("ann", "unused"), true);
        _sandbox.Login = new RegistryCredentials(_registry.Host) { IdentityToken = "identity" };

        Assert.Single((await LockAsync("app:1")).Added);
    }

    [Fact]
    public async Task Lock_SignedImage_NeedsAValidSignatureOfThisDigest()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _sandbox.Write("release.pub", key.ExportSubjectPublicKeyInfoPem());
        _sandbox.Write("images.yaml", $"keys: {{ \"{_registry.Host}/team\": release.pub }}\n");
        var digest = TestImages.Add(_registry, "team/app", "1", 10);

        Assert.Contains(
            "is not signed",
            (await Assert.ThrowsAsync<ImageException>(() => LockAsync("team/app:1"))).Message,
            StringComparison.Ordinal
        );
        TestImages.Sign(_registry, "team/app", digest, other);
        await Assert.ThrowsAsync<ImageException>(() => LockAsync("team/app:1"));
        TestImages.Sign(_registry, "team/app", digest, key, about: TestRegistry.Digest("other"u8));
        await Assert.ThrowsAsync<ImageException>(() => LockAsync("team/app:1"));

        TestImages.Sign(_registry, "team/app", digest, key);
        Assert.Single((await LockAsync("team/app:1")).Added);
    }

    [Fact]
    public async Task Verify_ASignatureOfAnotherKey_IsADifferenceBesideTheOthers()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var digest = TestImages.Add(_registry, "team/app", "1", 10);
        TestImages.Add(_registry, "app", "1", 10);
        await LockAsync("team/app:1", "app:1");
        TestImages.Add(_registry, "app", "1", 11);
        TestImages.Sign(_registry, "team/app", digest, other);
        _sandbox.Write("release.pub", key.ExportSubjectPublicKeyInfoPem());
        _sandbox.Write("images.yaml", $"keys: {{ \"{_registry.Host}/team\": release.pub }}\n");

        using var tasks = _sandbox.Open();
        var differences = await tasks.VerifyAsync(
            Images("team/app:1", "app:1"),
            isComplete: true,
            isOffline: false,
            CancellationToken.None
        );

        Assert.Equal(2, differences.Count);
        Assert.Contains($"{_registry.Host}/team/app:1: no signature of {digest} is valid for release.pub", differences);
        Assert.Contains(differences, text => text.StartsWith($"{_registry.Host}/app:1: the registry has ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lock_MirroredImage_IsThatOfItsOrigin()
    {
        var digest = TestImages.Add(_registry, "team/app", "1", 10);
        await LockAsync("team/app:1");
        _sandbox.Write("images.yaml", "mirrors: [mirror.example.com/all]\n");

        using var tasks = _sandbox.Open();
        Assert.Equal(digest, tasks.FindLocked(ImageSandbox.Image("mirror.example.com/all/team/app:1"))?.Digest);
        Assert.Null(tasks.FindLocked(ImageSandbox.Image("mirror.example.com/all/team/app:2")));
        Assert.Null(tasks.FindLocked(ImageSandbox.Image("other.example.com/all/team/app:1")));
    }

    [Fact]
    public async Task VerifyAndExport_MirroredImage_NeedTheSignatureThatTheOriginalNeeds()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _sandbox.Write("release.pub", key.ExportSubjectPublicKeyInfoPem());
        var digest = TestImages.Add(_registry, "team/app", "1", 10);
        TestImages.Sign(_registry, "team/app", digest, key);
        Assert.Equal(digest, TestImages.Add(_registry, "mirror/team/app", "1", 10));
        _sandbox.Write("images.yaml", $"mirrors: [\"{_registry.Host}/mirror\"]\nkeys: {{ \"{_registry.Host}/team\": release.pub }}\n");
        await LockAsync("team/app:1");
        using var tasks = _sandbox.Open();
        Task<IReadOnlyList<string>> VerifyAsync() =>
            tasks.VerifyAsync(Images("mirror/team/app:1"), isComplete: false, isOffline: false, CancellationToken.None);
        Task ExportAsync() => _sandbox.ExportAsync(_sandbox.PathOf("bundle.tar"), Images("mirror/team/app:1"));

        Assert.Contains("is not signed", Assert.Single(await VerifyAsync()), StringComparison.Ordinal);
        Assert.Contains("is not signed", (await Assert.ThrowsAsync<ImageException>(ExportAsync)).Message, StringComparison.Ordinal);

        TestImages.Sign(_registry, "mirror/team/app", digest, key);
        Assert.Empty(await VerifyAsync());
        await ExportAsync();
    }

    [Theory]
    [InlineData("\"size\": 1099511627777", "is 1099511627777: it may be from 0 to")]
    [InlineData("\"size\": -1", "is -1: it may be from 0 to")]
    [InlineData("\"size\": 1, \"annotations\": {\"a\": \"1\", \"a\": \"2\"}", "it has the annotation a twice")]
    public void Parse_AnImpossibleDescriptor_IsRefused(string members, string problem)
    {
        var digest = TestRegistry.Digest("x"u8);
        var content = System.Text.Encoding.UTF8.GetBytes($"{{\"config\": {{\"digest\": \"{digest}\", {members}}}, \"layers\": []}}");

        var error = Assert.Throws<ImageException>(() => ImageManifest.Parse(content, null, "app:1"));

        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ThroughALink_IsRefused()
    {
        TestImages.Add(_registry, "app", "1", 10);
        _sandbox.Write("precious", "kept");
        File.CreateSymbolicLink(_sandbox.PathOf("bundle.tar.part"), _sandbox.PathOf("precious"));

        var error = await Assert.ThrowsAnyAsync<Exception>(() => _sandbox.ExportAsync(_sandbox.PathOf("bundle.tar"), Images("app:1")));

        Assert.Contains("it is a link", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("kept", await File.ReadAllTextAsync(_sandbox.PathOf("precious")));
    }

    [Fact]
    public async Task Lock_ManifestThatIsTooLarge_IsRefused()
    {
        _registry.Manifests[("app", "1")] = (new byte[(4 << 20) + 1], TestImages.ManifestType);

        Assert.Contains(
            "larger than 4096 KiB",
            (await Assert.ThrowsAsync<ImageException>(() => LockAsync("app:1"))).Message,
            StringComparison.Ordinal
        );
    }

    private Task<LockResult> LockAsync(params string[] images) => LockAsync(updates: false, images);

    private async Task<LockResult> LockAsync(bool updates, params string[] images)
    {
        using var tasks = _sandbox.Open();
        return await tasks.LockAsync(Images(images), isComplete: true, updates, CancellationToken.None);
    }

    private Infra.Engine.Images.Inventory.StackImage[] Images(params string[] images) =>
        [.. images.Select(image => ImageSandbox.Image($"{_registry.Host}/{image}"))];
}
