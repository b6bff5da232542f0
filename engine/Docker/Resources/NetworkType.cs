using System.Text.Json.Nodes;
using Infra.Engine.Docker.Client;
using Infra.Engine.Json;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Infra.Engine.Docker.Resources;

/// <summary>Networks. Docker cannot change one, so every change replaces it.</summary>
internal sealed class NetworkType : IResourceType
{
    public string Token => "docker:index/network:Network";

    public bool IsNamedAutomatically => true;

    public TypeRules Rules { get; } =
        new()
        {
            InPlace = new HashSet<string>(),
            Sets = new HashSet<string> { "ipamConfigs", "labels" },
            Maps = new HashSet<string> { "ipamConfigs[].auxAddress", "ipamOptions", "options" },
            Defaults = new Dictionary<string, PropertyValue>
            {
                ["attachable"] = false,
                ["driver"] = "bridge",
                ["ingress"] = false,
                ["internal"] = false,
                ["ipamDriver"] = "default",
                ["ipv6"] = false,
            },
        };

    public IEnumerable<CheckFailure> Check(JsonObject inputs) => DockerNames.Check(inputs);

    public Task<DiffResult> DiffAsync(DiffRequest request, EngineClient? engine, CancellationToken cancellationToken)
    {
        var diff = InputComparison.Compare(request.OldInputs, request.NewInputs, Rules);

        // Neither a name nor a subnet can be used twice at the same time.
        var excludes = DockerNames.Excludes(request) || request.NewInputs.ContainsKey("ipamConfigs");
        return Task.FromResult(diff.ReplaceKeys.Count > 0 ? diff with { DeleteBeforeReplace = excludes } : diff);
    }

    public IReadOnlyList<string> ComputedOutputs(JsonObject inputs) => ["ipamConfigs", "options", "scope"];

    public async Task<CreatedObject> CreateAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["Name"] = inputs.Text("name"),
            ["CheckDuplicate"] = true,
            ["Driver"] = inputs.NonEmpty("driver") ?? "bridge",
            ["Internal"] = inputs.Flag("internal") ?? false,
            ["Attachable"] = inputs.Flag("attachable") ?? false,
            ["Ingress"] = inputs.Flag("ingress") ?? false,
            ["EnableIPv6"] = inputs.Flag("ipv6") ?? false,
            ["IPAM"] = AddressManagement(inputs),
        };
        body.SetUnlessEmpty("Labels", inputs.Labels("labels"));
        body.SetUnlessEmpty("Options", inputs.Map("options"));
        var id = (await context.Engine.PostAsync("/networks/create", body, cancellationToken)).Text("Id") ?? "";
        return new CreatedObject(id, Describe(await InspectAsync(id, context, cancellationToken) ?? []));
    }

    public Task DeleteAsync(string id, JsonObject inputs, JsonObject state, ResourceContext context, CancellationToken cancellationToken) =>
        context.RetryWhileInUseAsync(
            () => context.Engine.DeleteAsync($"/networks/{EngineRequest.Escape(id)}", cancellationToken),
            e => e.Says("has active endpoints", "has associated containers", "being used"),
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
        if (await InspectAsync(id, context, cancellationToken) is not { } network)
        {
            return null;
        }

        return new LiveObject(network.Text("Id") ?? id, Describe(network)) { ImportedInputs = Import(network) };
    }

    public async Task<NamedObject?> FindByNameAsync(JsonObject inputs, ResourceContext context, CancellationToken cancellationToken) =>
        await InspectAsync(inputs.Text("name") ?? "", context, cancellationToken) is { } network
            ? new NamedObject(network.Text("Id") ?? "", network.Time("Created"))
            : null;

    private static Task<JsonObject?> InspectAsync(string id, ResourceContext context, CancellationToken cancellationToken) =>
        context.Engine.FindAsync($"/networks/{EngineRequest.Escape(id)}", cancellationToken);

    private static JsonObject AddressManagement(JsonObject inputs)
    {
        var management = new JsonObject { ["Driver"] = inputs.NonEmpty("ipamDriver") ?? "default" };
        management.SetUnlessEmpty("Options", inputs.Map("ipamOptions"));
        var configurations = new JsonArray();
        foreach (var entry in inputs.Objects("ipamConfigs"))
        {
            var configuration = new JsonObject();
            configuration.SetUnlessEmpty("Subnet", entry.Text("subnet"));
            configuration.SetUnlessEmpty("Gateway", entry.Text("gateway"));
            configuration.SetUnlessEmpty("IPRange", entry.Text("ipRange"));
            configuration.SetUnlessEmpty("AuxiliaryAddresses", entry.Map("auxAddress"));
            configurations.Add(configuration);
        }

        management.SetUnlessEmpty("Config", configurations);
        return management;
    }

    private static JsonObject Describe(JsonObject network)
    {
        var outputs = new JsonObject
        {
            ["name"] = network.Text("Name"),
            ["driver"] = network.Text("Driver"),
            ["scope"] = network.Text("Scope"),
            ["internal"] = network.Flag("Internal") ?? false,
            ["options"] = network.Pairs("Options").ToMap(),
        };
        var configurations = new JsonArray();
        foreach (var entry in network.Map("IPAM")?.Objects("Config") ?? [])
        {
            var configuration = new JsonObject();
            configuration.SetUnlessEmpty("subnet", entry.Text("Subnet"));
            configuration.SetUnlessEmpty("gateway", entry.Text("Gateway"));
            configuration.SetUnlessEmpty("ipRange", entry.Text("IPRange"));
            configuration.SetUnlessEmpty("auxAddress", entry.Map("AuxiliaryAddresses") ?? entry.Map("AuxAddress"));
            configurations.Add(configuration);
        }

        outputs["ipamConfigs"] = configurations;
        return outputs;
    }

    private static JsonObject Import(JsonObject network)
    {
        var described = Describe(network);
        var inputs = new JsonObject { ["name"] = network.Text("Name"), ["driver"] = network.Text("Driver") };
        foreach (var (property, member) in new[] { ("internal", "Internal"), ("attachable", "Attachable"), ("ipv6", "EnableIPv6") })
        {
            if (network.Flag(member) == true)
            {
                inputs[property] = true;
            }
        }

        inputs.SetUnlessEmpty("options", described.Map("options"));
        inputs.SetUnlessEmpty("ipamConfigs", described["ipamConfigs"]);
        inputs.SetUnlessEmpty("labels", LabelLists.Create(network.Pairs("Labels")));
        return inputs;
    }
}
