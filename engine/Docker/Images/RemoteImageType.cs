using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Kubernetes;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Images;

/// <summary>Images of the engine that come from a registry. The id is the image's id followed by its name.</summary>
internal sealed class RemoteImageType : IResourceType
{
    private const int IdLength = 7 + 64;

    public string Token => "docker:index/remoteImage:RemoteImage";

    public bool IsNamedAutomatically => false;

    public TypeRules Rules { get; } =
        new()
        {
            InPlace = new HashSet<string> { "forceRemove", "keepLocally" },
            Sets = new HashSet<string> { "pullTriggers" },
            Maps = new HashSet<string> { "triggers" },
            Defaults = new Dictionary<string, PropertyValue> { ["forceRemove"] = false, ["keepLocally"] = false },
        };

    public IEnumerable<CheckFailure> Check(JsonObject inputs)
    {
        if (inputs.Text("name") is { } name && !ImageNames.IsId(name) && !ImageReference.TryParse(name, out _))
        {
            yield return new CheckFailure("name", $"'{name}' is not the name of an image: write e.g. registry.example.com/app:1.2");
        }

        if (inputs.ContainsKey("build"))
        {
            yield return new CheckFailure(
                "build",
                "a RemoteImage cannot be built here: build an Image (docker:index/image:Image) and use its repoDigest"
            );
        }
    }

    public Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken)
    {
        var diff = InputComparison.Compare(request.OldInputs, request.NewInputs, Rules);

        // The old image's deletion would remove the name of the new one.
        return Task.FromResult(
            diff.ReplaceKeys.Count > 0
                ? diff with
                {
                    DeleteBeforeReplace = DockerNames.AreEqual(request.OldInputs, request.NewInputs),
                }
                : diff
        );
    }

    public IReadOnlyList<string> ComputedOutputs(JsonObject inputs) => ["imageId", "repoDigest"];

    public async Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var name = inputs.Text("name")!;
        if (inputs.Texts("pullTriggers").Count > 0)
        {
            await ImagePull.PullAsync(name, inputs.NonEmpty("platform"), context, cancellationToken);
        }

        var image = await ImagePull.EnsureAsync(name, inputs.NonEmpty("platform"), context, cancellationToken);
        return new CreatedObject(image.Text("Id") + name, Describe(name, image));
    }

    public async Task<CreatedObject> UpdateAsync(
        string id,
        JsonObject before,
        JsonObject after,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var name = after.Text("name")!;
        return new CreatedObject(
            id,
            Describe(name, await ImagePull.EnsureAsync(name, after.NonEmpty("platform"), context, cancellationToken))
        );
    }

    public async Task DeleteAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        if (inputs.Flag("keepLocally") == true)
        {
            return;
        }

        // The name may belong to a newer image, which is not this resource's.
        var name = inputs.NonEmpty("name") ?? SplitId(id).Name;
        var own = state.NonEmpty("imageId") ?? SplitId(id).ImageId;
        var image = await ImagePull.FindAsync(name, context, cancellationToken);
        var target = image is not null && (own is null || image.Text("Id") == own) ? name : own;
        if (target is null)
        {
            return;
        }

        try
        {
            var force = inputs.Flag("forceRemove") == true ? "?force=1" : "";
            await context.Engine.DeleteAsync($"/images/{EngineRequest.Escape(target)}{force}", cancellationToken);
        }
        catch (EngineApiException e) when (e.IsNotFound)
        {
            // It is gone already.
        }
        catch (EngineApiException e) when (e.Says("is using", "in use", "is being used", "referenced in multiple repositories"))
        {
            context.Warn($"the image {name} stays on the engine, because something else uses it: {e.Message}");
        }
    }

    public async Task<LiveObject?> ReadAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var name = inputs.NonEmpty("name") ?? state.NonEmpty("name") ?? SplitId(id).Name;
        return await ImagePull.FindAsync(name, context, cancellationToken) is { } image
            ? new LiveObject(image.Text("Id") + name, Describe(name, image)) { ImportedInputs = new JsonObject { ["name"] = name } }
            : null;
    }

    private static JsonObject Describe(string name, JsonObject image) =>
        new()
        {
            ["name"] = name,
            ["imageId"] = image.Text("Id"),
            ["repoDigest"] = ImageNames.FindRepoDigest(name, image.Texts("RepoDigests")),
        };

    private static (string? ImageId, string Name) SplitId(string id) =>
        id.Length > IdLength && ImageReference.IsDigest(id[..IdLength]) ? (id[..IdLength], id[IdLength..]) : (null, id);
}
