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

/// <summary>Images of a registry that are pushed from the engine. The id is the digest.</summary>
internal sealed class RegistryImageType : IResourceType
{
    public string Token => "docker:index/registryImage:RegistryImage";

    public bool IsNamedAutomatically => true;

    public bool IsOnEngine => false;

    public TypeRules Rules { get; } =
        new()
        {
            InPlace = new HashSet<string> { "authConfig", "insecureSkipVerify", "keepRemotely" },
            Maps = new HashSet<string> { "triggers" },
            Defaults = new Dictionary<string, PropertyValue> { ["insecureSkipVerify"] = false, ["keepRemotely"] = false },
        };

    public IEnumerable<CheckFailure> Check(JsonObject inputs)
    {
        if (inputs.Text("name") is { } name && (!ImageReference.TryParse(name, out var image) || image.Digest is not null))
        {
            yield return new CheckFailure("name", $"'{name}' is not the name of an image to push: write e.g. registry.example.com/app:1.2");
        }

        if (inputs.ContainsKey("build"))
        {
            yield return new CheckFailure(
                "build",
                "a RegistryImage cannot be built here: build and push an Image (docker:index/image:Image) instead"
            );
        }
    }

    public Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken)
    {
        var diff = InputComparison.Compare(request.OldInputs, request.NewInputs, Rules);

        // The old image's deletion would remove the new one where both have one digest.
        return Task.FromResult(diff.ReplaceKeys.Count > 0 ? diff with { DeleteBeforeReplace = true } : diff);
    }

    public IReadOnlyList<string> ComputedOutputs(JsonObject inputs) => ["sha256Digest"];

    public async Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var credentials = await FindCredentialsAsync(inputs, context, cancellationToken);
        var digest = await ImagePush.PushAsync(
            inputs.Text("name")!,
            credentials,
            inputs.Flag("insecureSkipVerify") ?? false,
            context,
            cancellationToken
        );
        return new CreatedObject(digest, Describe(inputs.Text("name")!, digest));
    }

    public Task<CreatedObject> UpdateAsync(
        string id,
        JsonObject before,
        JsonObject after,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    ) => Task.FromResult(new CreatedObject(id, Describe(after.Text("name")!, state.NonEmpty("sha256Digest") ?? id)));

    public async Task DeleteAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        if (inputs.Flag("keepRemotely") == true)
        {
            return;
        }

        context.Report("deleting in the registry");
        using var registry = await ConnectAsync(inputs, context, cancellationToken);
        await registry.DeleteManifestAsync(
            RepositoryName.Of(ImageReference.Parse(inputs.Text("name")!).Normalize()),
            state.NonEmpty("sha256Digest") ?? id,
            cancellationToken
        );
    }

    public async Task<LiveObject?> ReadAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        // For an import, the id is the name.
        var name = inputs.NonEmpty("name") ?? state.NonEmpty("name") ?? id;
        if (!ImageReference.TryParse(name, out var image))
        {
            throw new ImageException($"'{name}' is not the name of an image: write e.g. registry.example.com/app:1.2");
        }

        var source = inputs.Count > 0 ? inputs : new JsonObject { ["name"] = name };
        using var registry = await ConnectAsync(source, context, cancellationToken);
        return
            await registry.FindDigestAsync(RepositoryName.Of(image.Normalize()), ImageNames.TagOrDigest(image), cancellationToken)
                is { } digest
            ? new LiveObject(digest, Describe(name, digest)) { ImportedInputs = new JsonObject { ["name"] = name } }
            : null;
    }

    private static JsonObject Describe(string name, string digest) => new() { ["name"] = name, ["sha256Digest"] = digest };

    private static async Task<RegistryClient> ConnectAsync(
        JsonObject inputs,
        ResourceContext context,
        CancellationToken cancellationToken
    ) =>
        context.Credentials.Open(
            await FindCredentialsAsync(inputs, context, cancellationToken),
            inputs.Flag("insecureSkipVerify") ?? false
        );

    private static Task<RegistryCredentials> FindCredentialsAsync(
        JsonObject inputs,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        var host = RegistryHosts.Of(ImageReference.Parse(inputs.Text("name")!));
        return context.Credentials.FindAsync(host, EngineCredentials.Read(inputs.Map("authConfig"), "address", host), cancellationToken);
    }
}
