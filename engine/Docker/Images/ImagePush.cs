using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Registries;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Errors;
using Infra.Engine.Json;
using Infra.Engine.Registries;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Images;

/// <summary>Pushes images.</summary>
internal static partial class ImagePush
{
    /// <summary>Pushes a local image and finds the digest that it has in the registry.</summary>
    public static async Task<string> PushAsync(
        string name,
        RegistryCredentials credentials,
        bool skipsVerification,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var image = ImageReference.Parse(name);
        var tag = ImageNames.TagOrDigest(image);
        var request = new EngineRequest(
            HttpMethod.Post,
            EngineRequest.Combine($"/images/{EngineRequest.Escape(image.Name)}/push", ("tag", tag))
        )
        {
            Headers = new Dictionary<string, string> { ["X-Registry-Auth"] = credentials.ToHeader() },
            Limit = context.Timeout ?? ImageLimits.Transfer,
        };
        var progress = new TransferProgress("pushing", name, context);
        string? digest = null;
        await foreach (var message in context.Engine.StreamAsync(request, cancellationToken))
        {
            progress.Take(message);
            digest = FindDigest(message) ?? digest;
        }

        if (digest is not null)
        {
            return digest;
        }

        // The local digest may differ from the registry's.
        using var registry = context.Credentials.Open(credentials, skipsVerification);
        try
        {
            return await registry.FindDigestAsync(RepositoryName.Of(image.Normalize()), tag, cancellationToken)
                ?? throw new UncertainPushException($"{credentials.Host} does not have {name}, although it was pushed");
        }
        catch (ImageException e)
        {
            throw new UncertainPushException($"{name} was pushed, but its digest is not known: {e.Message}", e);
        }
    }

    // Docker sends the digest by itself, Podman in a line for people.
    private static string? FindDigest(JsonObject message) =>
        message.Map("aux")?.NonEmpty("Digest") is { } digest && ImageReference.IsDigest(digest) ? digest
        : message.Text("status") is { } status && StatusLine().Match(status) is { Success: true } line ? line.Groups["digest"].Value
        : null;

    [GeneratedRegex(@"^[^\s]+: digest: (?<digest>sha256:[0-9a-f]{64})\b", RegexOptions.CultureInvariant)]
    private static partial Regex StatusLine();
}

/// <summary>An image was pushed, but its digest cannot be found out.</summary>
internal sealed class UncertainPushException(string message, Exception? inner = null) : Exception(message, inner);
