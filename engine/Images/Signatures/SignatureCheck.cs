using System.Text.Json;
using Infra.Engine.Errors;
using Infra.Engine.Registries;
using Infra.Kubernetes;

namespace Infra.Engine.Images.Signatures;

/// <summary>
/// Checks that images are signed: under the tag <c>sha256-DIGEST.sig</c> of the image's repository, in the format simple signing.
/// </summary>
internal sealed class SignatureCheck(RegistryClient client)
{
    private const string PayloadType = "application/vnd.dev.cosign.simplesigning.v1+json";
    private const string SignatureAnnotation = "dev.cosignproject.cosign/signature";
    private const string StatementType = "cosign container image signature";
    private const int MaximumPayload = 64 << 10;
    private const int MaximumSignatures = 20;

    /// <summary>The tag with the signatures of an image.</summary>
    public static string TagOf(string digest) => $"{digest.Replace(':', '-')}.sig";

    /// <summary>Checks an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="digest">Its digest.</param>
    /// <param name="keyFiles">The keys, one of which must have signed it.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    /// <exception cref="ImageException">It is not signed with any of the keys.</exception>
    public async Task CheckAsync(ImageReference image, string digest, IReadOnlyList<string> keyFiles, CancellationToken cancellationToken)
    {
        var repository = RepositoryName.Of(image);
        if (await client.FindManifestAsync(repository, TagOf(digest), cancellationToken) is not { } manifest)
        {
            throw new ImageException($"{image}: {digest} is not signed: the registry has no tag {TagOf(digest)}");
        }

        if (manifest.Layers.Count > MaximumSignatures)
        {
            throw new ImageException($"{image}: has more than {MaximumSignatures} signatures");
        }

        var keys = new List<SigningKey>();
        try
        {
            keys.AddRange(keyFiles.Select(SigningKey.Load));
            foreach (var layer in manifest.Layers.Where(layer => layer.MediaType == PayloadType))
            {
                var payload = await client.Downloads.ReadAsync(repository, layer, MaximumPayload, cancellationToken);
                if (IsSigned(payload, layer.Annotations.GetValueOrDefault(SignatureAnnotation), digest, keys))
                {
                    return;
                }
            }
        }
        finally
        {
            keys.ForEach(key => key.Dispose());
        }

        throw new ImageException(
            $"{image}: no signature of {digest} is valid for {string.Join(" or ", keyFiles.Select(Path.GetFileName))}"
        );
    }

    /// <summary>Whether a payload is signed with one of the keys and is about this digest.</summary>
    internal static bool IsSigned(byte[] payload, string? signature, string digest, IReadOnlyList<SigningKey> keys)
    {
        var bytes = new byte[signature?.Length ?? 0];
        return Convert.TryFromBase64String(signature ?? "", bytes, out var length)
            && keys.Any(key => key.Verifies(payload, bytes.AsSpan(0, length)))
            && IsAbout(payload, digest);
    }

    private static bool IsAbout(byte[] payload, string digest)
    {
        try
        {
            using var document = JsonDocument.Parse(payload);
            var critical = document.RootElement.GetProperty("critical");
            return critical.GetProperty("type").GetString() == StatementType
                && critical.GetProperty("image").GetProperty("docker-manifest-digest").GetString() == digest;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return false;
        }
    }
}
