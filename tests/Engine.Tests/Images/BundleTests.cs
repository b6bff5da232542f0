using System.Formats.Tar;
using Infra.Engine.Errors;

namespace Engine.Tests.Images;

public sealed class BundleTests : IAsyncLifetime, IDisposable
{
    private const int Layer = 300_000;

    private readonly ImageSandbox _sandbox = new();
    private TestRegistry _source = null!;
    private TestRegistry _mirror = null!;

    private string Bundle => _sandbox.PathOf("bundle.tar");

    public async Task InitializeAsync() => (_source, _mirror) = (await TestRegistry.StartAsync(), await TestRegistry.StartAsync());

    public void Dispose() => _sandbox.Dispose();

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _mirror.DisposeAsync();
    }

    [Fact]
    public async Task ExportAndPush_ImagesThatShareLayers_HaveEachBlobOnceAndTheSameDigests()
    {
        var digest = await ExportAsync();
        var summary = await _sandbox.PushAsync(Bundle, $"{_mirror.Host}/all");

        var entries = Entries();
        Assert.Equal(entries.Count, entries.Distinct().Count());
        Assert.Equal(digest, TestRegistry.Digest(_mirror.Manifests[("all/team/app", "1")].Content));
        Assert.Equal(TestImages.IndexType, _mirror.Manifests[("all/team/app", "1")].Type);
        Assert.Equal(1, summary.Mounted);
        Assert.Equal(_source.Blobs.Count, _mirror.Blobs.Count);
        Assert.All(_mirror.Blobs, blob => Assert.Equal(blob.Key.Digest, TestRegistry.Digest(blob.Value)));
    }

    [Fact]
    public async Task Push_Again_SendsNothing()
    {
        await ExportAsync();
        await _sandbox.PushAsync(Bundle, _mirror.Host);
        _mirror.Requests.Clear();

        var again = await _sandbox.PushAsync(Bundle, _mirror.Host);

        Assert.Equal((0, 0), (again.Sent, again.Mounted));
        Assert.DoesNotContain(_mirror.Requests, request => !request.StartsWith("HEAD ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_ConnectionBreaks_ContinuesTheBlob()
    {
        var breaks = 0;
        _source.BreaksAfter = request => request.Headers.Range.Count == 0 && breaks++ == 0 ? 1000 : null;

        await ExportAsync();

        Assert.True(breaks > 0);
        await _sandbox.PushAsync(Bundle, _mirror.Host);
    }

    [Fact]
    public async Task Export_Interrupted_TheNextKeepsWhatIsComplete()
    {
        await ExportAsync();
        var whole = await File.ReadAllBytesAsync(Bundle);
        File.Delete(Bundle);
        await File.WriteAllBytesAsync($"{Bundle}.part", whole[..^(Layer / 2)]);
        _source.Requests.Clear();

        await ExportAsync(isAdded: true);

        Assert.Equal(whole, await File.ReadAllBytesAsync(Bundle));
        Assert.Equal(1, _source.Requests.Count(request => request.Contains("/blobs/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Export_PartWithOtherContent_IsNotKept()
    {
        await ExportAsync();
        var whole = await File.ReadAllBytesAsync(Bundle);
        var part = whole.ToArray();
        part[whole.Length - Layer]++;
        await File.WriteAllBytesAsync($"{Bundle}.part", part);

        await ExportAsync(isAdded: true);

        Assert.Equal(whole, await File.ReadAllBytesAsync(Bundle));
    }

    [Fact]
    public async Task Export_RegistrySendsOtherContent_NamesTheBlob()
    {
        TestImages.Add(_source, "app", "1", Layer);
        var (key, blob) = _source.Blobs.Single(blob => blob.Value.Length == Layer);
        blob[0]++;

        var error = await Assert.ThrowsAsync<ImageException>(() =>
            _sandbox.ExportAsync(Bundle, ImageSandbox.Image($"{_source.Host}/app:1"))
        );

        Assert.Contains($"app@{key.Digest}: the registry sends damaged content", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Bundle));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Push_DamagedBundle_NamesTheBlobAndWritesNothing(bool isShortened)
    {
        await ExportAsync();
        var (name, offset) = Locate(Layer);
        using (var file = File.OpenWrite(Bundle))
        {
            file.Position = offset + 5;
            file.WriteByte(0x5A);
            file.WriteByte(0xA5);
            if (isShortened)
            {
                file.SetLength(offset + 7);
            }
        }

        var error = await Assert.ThrowsAsync<ImageException>(() => _sandbox.PushAsync(Bundle, _mirror.Host));

        Assert.Contains(isShortened ? Bundle : $"the blob sha256:{name} is damaged", error.Message, StringComparison.Ordinal);
        Assert.Empty(_mirror.Requests);
    }

    [Fact]
    public async Task Push_ConnectionBreaks_ContinuesTheUpload()
    {
        await ExportAsync();
        var broken = 0;
        _mirror.Breaks = request => request.Method is "PATCH" or "PUT" && Interlocked.Increment(ref broken) is 1 or 3;

        await _sandbox.PushAsync(Bundle, _mirror.Host);

        Assert.All(_mirror.Blobs, blob => Assert.Equal(blob.Key.Digest, TestRegistry.Digest(blob.Value)));
        Assert.True(broken > 3);
    }

    [Fact]
    public async Task Push_TwoImagesOfOneName_IsRefusedBeforeAnythingIsWritten()
    {
        TestImages.Add(_source, "app", "1", 10);
        TestImages.Add(_mirror, "app", "1", 20);
        await _sandbox.ExportAsync(Bundle, ImageSandbox.Image($"{_source.Host}/app:1"), ImageSandbox.Image($"{_mirror.Host}/app:1"));
        await using var target = await TestRegistry.StartAsync();

        var error = await Assert.ThrowsAsync<ImageException>(() => _sandbox.PushAsync(Bundle, target.Host));

        Assert.Contains("several images of the bundle would have this name", error.Message, StringComparison.Ordinal);
        Assert.Empty(target.Requests);
    }

    [Fact]
    public async Task Export_IndexOfIndexes_IsBounded()
    {
        var (digest, size) = TestImages.Put(
            _source,
            "deep",
            null,
            TestImages.IndexType,
            new { schemaVersion = 2, manifests = Array.Empty<object>() }
        );
        for (var depth = 0; depth < 6; depth++)
        {
            (digest, size) = TestImages.Put(
                _source,
                "deep",
                "1",
                TestImages.IndexType,
                new
                {
                    schemaVersion = 2,
                    manifests = new[]
                    {
                        new
                        {
                            mediaType = TestImages.IndexType,
                            digest,
                            size,
                        },
                    },
                }
            );
        }

        var error = await Assert.ThrowsAsync<ImageException>(() =>
            _sandbox.ExportAsync(Bundle, ImageSandbox.Image($"{_source.Host}/deep:1"))
        );

        Assert.Contains("deeper than 4 levels", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Exports two images with a common layer.</summary>
    /// <returns>The digest of the first.</returns>
    private async Task<string> ExportAsync(bool isAdded = false)
    {
        var digest = isAdded
            ? TestRegistry.Digest(_source.Manifests[("team/app", "1")].Content)
            : TestImages.AddIndex(_source, "team/app", "1", 1000, 2000);
        if (!isAdded)
        {
            TestImages.Add(_source, "team/tool", "1", 1001, Layer);
        }

        await _sandbox.ExportAsync(
            Bundle,
            ImageSandbox.Image($"{_source.Host}/team/app:1"),
            ImageSandbox.Image($"{_source.Host}/team/tool:1")
        );
        return digest;
    }

    private List<string> Entries()
    {
        using var reader = new TarReader(File.OpenRead(Bundle));
        var names = new List<string>();
        while (reader.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return names;
    }

    private (string Name, long Offset) Locate(long length)
    {
        using var reader = new TarReader(File.OpenRead(Bundle));
        while (reader.GetNextEntry() is { } entry)
        {
            if (entry.Length == length)
            {
                return (entry.Name.Split('/')[^1], entry.DataOffset);
            }
        }

        throw new InvalidOperationException("No such entry.");
    }
}
