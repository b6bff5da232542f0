using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Docker.Registries;
using Infra.Engine.Docker.Resources;
using Infra.Engine.Errors;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Engine.Registries;
using Infra.Kubernetes;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Images;

/// <summary>Images that are built from a Dockerfile and pushed. The id is the image's name; deleting one leaves the image.</summary>
internal sealed class ImageType : IResourceType
{
    private const string DigestProperty = "contextDigest";

    private static readonly string[] Computed = ["baseImageName", "context", "dockerfile", "registryServer", "repoDigest"];

    public string Token => "docker:index/image:Image";

    public bool IsNamedAutomatically => false;

    public bool IsOnEngine => false;

    public IReadOnlyList<string> UpdatedOutputs => Computed;

    public TypeRules Rules { get; } =
        new()
        {
            Sets = new HashSet<string> { "build.addHosts" },
            Maps = new HashSet<string> { "build.args" },
            Defaults = new Dictionary<string, PropertyValue>
            {
                ["build.builderVersion"] = "BuilderBuildKit",
                ["buildOnPreview"] = false,
                ["skipPush"] = false,
            },

            // Another user or password builds the same image.
            Ignored = new HashSet<string> { "registry.password", "registry.username" },
        };

    public IEnumerable<CheckFailure> Check(JsonObject inputs)
    {
        var name = inputs.Text("imageName");
        if (name is not null && !ImageReference.TryParse(name, out _))
        {
            yield return new CheckFailure("imageName", $"'{name}' is not the name of an image: write e.g. registry.example.com/app:1.2");
        }
        else if (name is not null && inputs.Flag("skipPush") != true && ImageReference.Parse(name) is { Registry: null })
        {
            yield return new CheckFailure(
                "imageName",
                $"'{name}' does not say the registry that it is pushed to: write e.g. docker.io/{name}, or set skipPush"
            );
        }
    }

    public PropertyMap Complete(PropertyMap inputs, string directory, List<CheckFailure> failures)
    {
        var build = (inputs.Find("build")?.RevealSecrets() as PropertyObject)?.Properties ?? PropertyMap.Empty;
        if ((inputs.Find("build")?.ContainsUnknowns() ?? false) && (build.Count == 0 || IsUnknown(build, "context", "dockerfile")))
        {
            return inputs;
        }

        var folder = Text(build, "context") ?? ".";
        var dockerfile = Text(build, "dockerfile") ?? Path.Combine(folder, "Dockerfile");
        if (FindProblem(folder, dockerfile, directory) is { } problem)
        {
            failures.Add(problem);
            return inputs;
        }

        try
        {
            var digest = BuildContext.Open(Path.Combine(directory, folder), Path.Combine(directory, dockerfile)).ComputeDigest();
            var written = inputs.Find("build") is PropertyObject { Properties: var own } ? own : build;
            var completed = new PropertyObject(
                written.SetItem("context", folder).SetItem("dockerfile", dockerfile).SetItem(DigestProperty, digest)
            );
            return inputs.SetItem("build", inputs.Find("build") is PropertySecret ? completed.MakeSecret() : completed);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failures.Add(new CheckFailure("build.context", e.Message));
            return inputs;
        }
    }

    public Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken) =>
        Task.FromResult(InputComparison.Compare(request.OldInputs, request.NewInputs, Rules));

    public IReadOnlyList<string> ComputedOutputs(JsonObject inputs) => Computed;

    public async Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var name = inputs.Text("imageName")!;
        var reference = ImageReference.Parse(name);
        var host = RegistryHosts.Of(reference);
        var registry = inputs.Map("registry");
        var own = EngineCredentials.Read(registry, "server", host);
        var build = inputs.Map("build")!;
        var image = await new ImageBuild(name, build, own, context).RunAsync(cancellationToken);
        var digest = image.Text("Id") ?? "";
        if (inputs.Flag("skipPush") != true)
        {
            var credentials = await context.Credentials.FindAsync(host, own, cancellationToken);
            var pushed = await ImagePush.PushAsync(name, credentials, skipsVerification: false, context, cancellationToken);
            digest = $"{reference.Name}@{pushed}";
        }

        var outputs = new JsonObject
        {
            ["baseImageName"] = name,
            ["context"] = build.Text("context"),
            ["dockerfile"] = build.Text("dockerfile"),
            ["imageName"] = name,
            ["registryServer"] = registry?.Text("server") ?? "",
            ["repoDigest"] = digest,
        };
        outputs.SetUnlessEmpty("platform", build.Text("platform"));
        return new CreatedObject(name, outputs);
    }

    public Task<CreatedObject> UpdateAsync(
        string id,
        JsonObject before,
        JsonObject after,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    ) => CreateAsync(after, context, cancellationToken);

    public Task DeleteAsync(string id, JsonObject inputs, JsonObject state, ResourceContext context, CancellationToken cancellationToken) =>
        Task.CompletedTask;

    public Task<LiveObject?> ReadAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    ) =>
        inputs.Count == 0
            ? throw new ImageException("an Image cannot be imported, because nothing says how it was built: let the program build it")
            : Task.FromResult<LiveObject?>(new LiveObject(id, state));

    private static CheckFailure? FindProblem(string folder, string dockerfile, string directory)
    {
        if (!Directory.Exists(Path.Combine(directory, folder)))
        {
            return new CheckFailure("build.context", $"there is no folder {folder} in {directory}");
        }

        if (File.Exists(Path.Combine(directory, dockerfile)))
        {
            return null;
        }

        var inFolder = Path.Combine(folder, dockerfile);
        return new CheckFailure(
            "build.dockerfile",
            File.Exists(Path.Combine(directory, inFolder))
                ? $"there is no file {dockerfile} in {directory}, to which the path refers: write {inFolder}"
                : $"there is no file {dockerfile} in {directory}"
        );
    }

    private static bool IsUnknown(PropertyMap build, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (build.Find(name)?.ContainsUnknowns() ?? false)
            {
                return true;
            }
        }

        return false;
    }

    private static string? Text(PropertyMap build, string name) =>
        build.Find(name) is PropertyString { Value.Length: > 0 } text ? text.Value : null;
}
