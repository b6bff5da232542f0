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

/// <summary>Builds an image from a Dockerfile.</summary>
/// <param name="name">The name that the image gets.</param>
/// <param name="build">The property <c>build</c>, with its context and Dockerfile.</param>
/// <param name="own">The credentials of the resource itself; null for none.</param>
/// <param name="context">The engine and the messages.</param>
internal sealed partial class ImageBuild(string name, JsonObject build, RegistryCredentials? own, ResourceContext context)
{
    private const string ClassicBuilder = "BuilderV1";

    /// <summary>Builds the image and returns what the engine says about it.</summary>
    public async Task<JsonObject> RunAsync(CancellationToken cancellationToken)
    {
        var dockerfile = Path.Combine(context.Directory, build.Text("dockerfile")!);
        var files = BuildContext.Open(Path.Combine(context.Directory, build.Text("context")!), dockerfile);
        var cached = build.Map("cacheFrom")?.Texts("images") ?? [];
        await PullCachedAsync(cached, cancellationToken);
        var credentials = await PrepareBasesAsync(await File.ReadAllTextAsync(dockerfile, cancellationToken), cancellationToken);
        var request = new EngineRequest(HttpMethod.Post, CreatePath(files, cached))
        {
            Content = () => new ContextContent(files),
            Headers = new Dictionary<string, string> { ["X-Registry-Config"] = EngineCredentials.Encode(credentials) },
            Limit = context.Timeout ?? ImageLimits.Transfer,
        };
        var log = new BuildLog(context);
        try
        {
            await foreach (var message in context.Engine.StreamAsync(request, cancellationToken))
            {
                log.Take(message);
            }
        }
        catch (EngineApiException e) when (log.LastLines.Length > 0)
        {
            throw new EngineApiException(e.Status, $"{e.Message}; the last lines of the build:\n{log.LastLines}");
        }

        return await context.Engine.GetAsync($"/images/{EngineRequest.Escape(name)}/json", cancellationToken);
    }

    /// <summary>The images that a Dockerfile begins with, without its own stages and those that contain variables.</summary>
    public static IReadOnlyList<string> FindBases(string dockerfile)
    {
        var bases = new List<string>();
        var stages = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { "scratch" };
        foreach (Match line in FromLine().Matches(dockerfile))
        {
            var image = line.Groups["image"].Value;
            if (!stages.Contains(image) && !image.Contains('$', StringComparison.Ordinal) && !bases.Contains(image))
            {
                bases.Add(image);
            }

            if (line.Groups["stage"] is { Success: true } stage)
            {
                stages.Add(stage.Value);
            }
        }

        return bases;
    }

    private string CreatePath(BuildContext files, IReadOnlyList<string> cached) =>
        EngineRequest.Combine(
            "/build",
            ("t", name),
            ("dockerfile", files.DockerfileName),
            ("rm", "1"),
            ("version", build.Text("builderVersion") == ClassicBuilder ? "1" : "2"),
            ("target", build.NonEmpty("target")),
            ("platform", build.NonEmpty("platform")),
            ("networkmode", build.NonEmpty("network")),
            ("buildargs", build.Map("args")?.ToJsonString()),
            ("cachefrom", cached.Count > 0 ? JsonReading.ToArray(cached).ToJsonString() : null),
            ("extrahosts", build.Texts("addHosts") is { Count: > 0 } hosts ? string.Join(',', hosts) : null)
        );

    private async Task PullCachedAsync(IReadOnlyList<string> images, CancellationToken cancellationToken)
    {
        foreach (var image in images)
        {
            try
            {
                await ImagePull.PullAsync(image, build.NonEmpty("platform"), context, cancellationToken);
            }
            catch (Exception e) when (e is EngineApiException or ImageException)
            {
                context.Log.Info(context.Urn, context.Redact($"no cache from {image}: {e.Message}"));
            }
        }
    }

    // BuildKit asks the client of a session for credentials, which engines are about to give up, but prefers images that it has.
    private async Task<JsonObject> PrepareBasesAsync(string dockerfile, CancellationToken cancellationToken)
    {
        var all = new JsonObject();
        foreach (var text in FindBases(dockerfile))
        {
            if (!ImageReference.TryParse(text, out var image))
            {
                continue;
            }

            var host = RegistryHosts.Of(image);
            var credentials = await context.Credentials.FindAsync(host, own?.Host == host ? own : null, cancellationToken);
            if (credentials.IsAnonymous)
            {
                continue;
            }

            all[RegistryHosts.ConfigurationKey(host)] = credentials.ToJson();
            await ImagePull.EnsureAsync(text, build.NonEmpty("platform"), context, cancellationToken);
        }

        return all;
    }

    [GeneratedRegex(
        @"^\s*FROM\s+(?:--\S+\s+)*(?<image>[^\s#]+)(?:\s+AS\s+(?<stage>\S+))?",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant
    )]
    private static partial Regex FromLine();
}
