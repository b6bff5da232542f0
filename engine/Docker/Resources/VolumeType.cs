using System.Net;
using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Volumes. Docker cannot change one, so every change replaces it. Its id is its name.</summary>
internal sealed class VolumeType : IResourceType
{
    public string Token => "docker:index/volume:Volume";

    public bool IsNamedAutomatically => true;

    public TypeRules Rules { get; } =
        new()
        {
            InPlace = new HashSet<string>(),
            Sets = new HashSet<string> { "labels" },
            Maps = new HashSet<string> { "driverOpts" },
            Defaults = new Dictionary<string, PropertyValue> { ["driver"] = "local" },
        };

    public IEnumerable<CheckFailure> Check(JsonObject inputs) =>
        inputs.ContainsKey("cluster")
            ? [.. DockerNames.Check(inputs), new CheckFailure("cluster", "volumes of a swarm cluster are not supported: leave it out")]
            : DockerNames.Check(inputs);

    public Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken)
    {
        var diff = InputComparison.Compare(request.OldInputs, request.NewInputs, Rules);
        return Task.FromResult(diff.ReplaceKeys.Count > 0 ? diff with { DeleteBeforeReplace = DockerNames.Excludes(request) } : diff);
    }

    public IReadOnlyList<string> ComputedOutputs(JsonObject inputs) => ["mountpoint"];

    public async Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var name = inputs.Text("name") ?? "";

        // The engine would answer with the existing volume, which the stack would then delete with its data.
        if (await InspectAsync(name, context, cancellationToken) is not null)
        {
            throw new EngineApiException(HttpStatusCode.Conflict, $"a volume named {name} already exists");
        }

        var body = new JsonObject { ["Name"] = name };
        body.SetUnlessEmpty("Driver", inputs.Text("driver"));
        body.SetUnlessEmpty("DriverOpts", inputs.Map("driverOpts"));
        body.SetUnlessEmpty("Labels", inputs.Labels("labels"));
        var volume = await context.Engine.PostAsync("/volumes/create", body, cancellationToken);
        return new CreatedObject(volume.NonEmpty("Name") ?? name, Describe(volume));
    }

    public Task DeleteAsync(string id, JsonObject inputs, JsonObject state, ResourceContext context, CancellationToken cancellationToken) =>
        context.RetryWhileInUseAsync(
            () => context.Engine.DeleteAsync($"/volumes/{EngineRequest.Escape(id)}?force=1", cancellationToken),
            e => e.Says("in use", "being used"),
            cancellationToken
        );

    public async Task<LiveObject?> ReadAsync(
        string id,
        JsonObject inputs,
        JsonObject state,
        ResourceContext context,
        CancellationToken cancellationToken
    )
    {
        if (await InspectAsync(id, context, cancellationToken) is not { } volume)
        {
            return null;
        }

        var live = new JsonObject { ["name"] = volume.Text("Name"), ["driver"] = volume.Text("Driver") };
        live.SetUnlessEmpty("driverOpts", volume.Pairs("Options").ToMap());
        live.SetUnlessEmpty("labels", LabelLists.Create(volume.Pairs("Labels").Where(IsOwn)));

        // What others have added is no reason to replace a volume with its data.
        var faithful = new JsonObject(
            live.Where(member => inputs.ContainsKey(member.Key))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
        return new LiveObject(id, Describe(volume)) { Faithful = faithful, ImportedInputs = live };
    }

    private static bool IsOwn(KeyValuePair<string, string> label) => !label.Key.StartsWith("com.docker.volume.", StringComparison.Ordinal);

    public async Task<NamedObject?> FindByNameAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken) =>
        await InspectAsync(inputs.Text("name") ?? "", context, cancellationToken) is { } volume
            ? new NamedObject(volume.Text("Name") ?? "", volume.Time("CreatedAt"))
            : null;

    private static Task<JsonObject?> InspectAsync(string name, ResourceContext context, CancellationToken cancellationToken) =>
        context.Engine.FindAsync($"/volumes/{EngineRequest.Escape(name)}", cancellationToken);

    private static JsonObject Describe(JsonObject volume) =>
        new()
        {
            ["name"] = volume.Text("Name"),
            ["driver"] = volume.Text("Driver"),
            ["mountpoint"] = volume.Text("Mountpoint") ?? "",
        };
}
