using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Registries;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Registries;
using Infra.Kubernetes;

namespace Infra.Engine.Docker.Images;

/// <summary>Pulls images.</summary>
internal static class ImagePull
{
    /// <summary>Finds a local image; null where there is none of this name.</summary>
    public static Task<JsonObject?> FindAsync(string name, ResourceContext context, CancellationToken cancellationToken) =>
        context.Engine.FindAsync($"/images/{EngineRequest.Escape(name)}/json", cancellationToken);

    /// <summary>Pulls an image unless the engine has it for the platform.</summary>
    public static async Task<JsonObject> EnsureAsync(
        string name,
        string? platform,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(name, context, cancellationToken) is { } local && IsFor(platform, local))
        {
            return local;
        }

        await PullAsync(name, platform, context, cancellationToken);
        return await FindAsync(name, context, cancellationToken)
            ?? throw new EngineApiException(HttpStatusCode.NotFound, $"no such image: {name}, although it was pulled");
    }

    /// <summary>Pulls an image.</summary>
    public static async Task PullAsync(string name, string? platform, ResourceContext context, CancellationToken cancellationToken)
    {
        if (ImageNames.IsId(name) || !ImageReference.TryParse(name, out var image))
        {
            throw new EngineApiException(HttpStatusCode.NotFound, $"no such image: {name}");
        }

        var credentials = await context.Credentials.FindAsync(RegistryHosts.Of(image), cancellationToken);
        var request = new EngineRequest(
            HttpMethod.Post,
            EngineRequest.Combine(
                "/images/create",
                ("fromImage", image.Name),
                ("tag", ImageNames.TagOrDigest(image)),
                ("platform", platform)
            )
        )
        {
            Headers = new Dictionary<string, string> { ["X-Registry-Auth"] = credentials.ToHeader() },
            Limit = context.Timeout ?? ImageLimits.Transfer,
        };
        var progress = new TransferProgress("pulling", name, context);
        await foreach (var message in context.Engine.StreamAsync(request, cancellationToken))
        {
            progress.Take(message);
        }
    }

    private static bool IsFor(string? platform, JsonObject image)
    {
        if (platform?.Split('/') is not [var system, var architecture, ..])
        {
            return true;
        }

        return image.Text("Os") == system && image.Text("Architecture") == architecture;
    }
}

/// <summary>The time limits of operations on images.</summary>
internal static class ImageLimits
{
    public static readonly TimeSpan Transfer = TimeSpan.FromMinutes(20);
}
