using System.Net;
using Infra.Engine.Errors;
using Infra.Engine.Images;
using Infra.Engine.Registries;
using Microsoft.Extensions.Time.Testing;
using Moq;

namespace Engine.Tests.Images;

/// <summary>Registries that stop in the middle of a body.</summary>
public sealed class StalledTransferTests
{
    private static readonly RepositoryName Repository = RepositoryName.Of(
        Infra.Kubernetes.ImageReference.Parse("registry.example.com/shop/web:1").Normalize()
    );
    private static readonly Descriptor Blob = new("application/octet-stream", $"sha256:{new string('a', 64)}", 1 << 20);

    private readonly FakeTimeProvider _time = new();
    private int _attempts;

    [Fact]
    public async Task Download_OfABlobThatStops_NamesRegistryAndBlob()
    {
        using var connection = Connect(_ => new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) });

        var error = await FailAsync(
            new BlobDownload(connection).CopyAsync(Repository, Blob, (_, _) => ValueTask.CompletedTask, CancellationToken.None)
        );

        Assert.StartsWith(
            $"registry.example.com/shop/web@{Blob.Digest}: the transfer does not go on: no byte has passed for 60 s; check the registry registry.example.com",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(RegistryConnection.MaximumAttempts, _attempts);
    }

    [Fact]
    public async Task Upload_OfWhichTheRegistryTakesNoMore_NamesRegistryAndBlob()
    {
        using var connection = Connect(request =>
            request.Method == HttpMethod.Post ? Accepted()
            : request.Method == HttpMethod.Head ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : request.Method == HttpMethod.Get
                ? new HttpResponseMessage(HttpStatusCode.NoContent) { Headers = { Location = new Uri("https://registry.example.com/u") } }
            : null
        );

        var error = await FailAsync(
            new BlobUpload(connection).WriteAsync(
                Repository,
                Blob,
                null,
                (_, length) => new MemoryStream(new byte[length]),
                _ => { },
                CancellationToken.None
            )
        );

        Assert.Contains(
            $"web@{Blob.Digest}: the transfer does not go on: no byte has passed for ",
            error.Message,
            StringComparison.Ordinal
        );

        static HttpResponseMessage Accepted() =>
            new(HttpStatusCode.Accepted) { Headers = { Location = new Uri("https://registry.example.com/u") } };
    }

    [Fact]
    public async Task Manifest_ThatStops_IsAnError()
    {
        using var connection = Connect(_ => new HttpResponseMessage { Content = new StreamContent(new EndlessStream()) });
        using var client = new RegistryClient(connection);

        var error = await FailAsync(client.GetManifestAsync(Repository, "1", CancellationToken.None));

        Assert.StartsWith("registry.example.com/shop/web:1: the transfer does not go on", error.Message, StringComparison.Ordinal);
    }

    private RegistryConnection Connect(Func<HttpRequestMessage, HttpResponseMessage?> answer) =>
        new(
            new RegistryOptions { Logins = Mock.Of<IRegistryLogins>(), Time = _time },
            new Handler(request =>
            {
                _attempts++;
                return answer(request);
            })
        );

    private async Task<ImageException> FailAsync(Task transfer) => await Assert.ThrowsAsync<ImageException>(() => PassTimeAsync(transfer));

    /// <summary>Lets a minute pass whenever the transfer waits, until it has ended.</summary>
    private async Task PassTimeAsync(Task transfer)
    {
        while (!transfer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(60));
            await Task.Yield();
        }

        await transfer;
    }

    /// <summary>Answers; a request without an answer has its body read halfway.</summary>
    private sealed class Handler(Func<HttpRequestMessage, HttpResponseMessage?> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (answer(request) is { } response)
            {
                response.RequestMessage = request;
                return response;
            }

            await using var body = await request.Content!.ReadAsStreamAsync(cancellationToken);
            await body.ReadExactlyAsync(new byte[1 << 10], cancellationToken);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    /// <summary>A body of which nothing arrives.</summary>
    private sealed class EndlessStream : ReadOnlyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
