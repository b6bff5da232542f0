using System.Text;
using System.Text.Json.Nodes;

namespace EndToEnd.Support;

/// <summary>A project with a store and the services that use it, deployed to a simulated cluster.</summary>
internal sealed class StoreSandbox : IAsyncDisposable
{
    private const string Stack = "dev";

    private const string Namespace = "shop";

    private readonly Sandbox _sandbox = Sandbox.OfRepository();

    private StoreSandbox() { }

    public string Directory => _sandbox.Directory;

    /// <summary>Deploys a catalogue.</summary>
    /// <param name="store">The store <c>db</c> as YAML.</param>
    /// <param name="users">The services that use it.</param>
    public static async Task<StoreSandbox> DeployAsync(string store, params string[] users)
    {
        var stores = new StoreSandbox();
        await File.WriteAllTextAsync(
            stores._sandbox.StackFile(Stack),
            "config:\n  infra:faultTolerance: development\n  infra:cluster: { kind: simulated }\n"
        );
        await stores.WriteAsync(store, users);
        (await stores.RunAsync("up", "--yes")).ShouldSucceed();
        return stores;
    }

    /// <summary>Writes the catalogue. A store of another name is used by no service.</summary>
    public Task WriteAsync(string store, params string[] users)
    {
        var uses = store.StartsWith("db:", StringComparison.Ordinal) ? ", uses: [db]" : "";
        var services = users.Select(user => $"  {user}: {{image: \"shop/{user}:1.0\", port: 8080{uses}}}\n");
        return File.WriteAllTextAsync(
            Path.Combine(Directory, "stacks", "services.yaml"),
            $$$"""
            name: shop
            sizes: {small: {requests: {cpu: 50m, memory: 64Mi}, limits: {memory: 128Mi} }}
            stores: { {{{store}}} }
            services:
              other: {image: "shop/other:1.0", port: 8080}
            {{{string.Concat(services)}}}
            """
        );
    }

    /// <summary>Reads the stack's file.</summary>
    public Task<string> ReadStackFileAsync() => File.ReadAllTextAsync(_sandbox.StackFile(Stack));

    /// <summary>Runs a command on the stack.</summary>
    public Task<CommandResult> RunAsync(params string[] arguments) => _sandbox.InfraAsync([.. arguments, "--stack", Stack]);

    /// <summary>Deploys to a cluster whose objects the state does not know: those that exist are applied.</summary>
    public Task<CommandResult> UpOverExistingObjectsAsync(params string[] options) =>
        _sandbox.RunAsync(
            "dotnet",
            [BuildFacts.CliAssembly, "up", "--yes", "--stack", Stack, .. options],
            new Dictionary<string, string?> { ["PULUMI_K8S_UPSERT_EXISTING_OBJECTS"] = "true", ["PULUMI_K8S_ENABLE_PATCH_FORCE"] = "true" }
        );

    /// <summary>Loses the state, and what was encrypted in it.</summary>
    public void LoseState() => System.IO.Directory.Delete(Path.Combine(Directory, ".pulumi"), recursive: true);

    /// <summary>Labels an object.</summary>
    public async Task LabelAsync(string resource, string name, string label) =>
        (await _sandbox.KubectlAsync("label", resource, name, label, "--overwrite", "-n", Namespace)).ShouldSucceed();

    /// <summary>Takes resources and their dependents out of the state. Their objects stay.</summary>
    public async Task ForgetAsync(string type, params string[] names)
    {
        foreach (var name in names)
        {
            var urn = $"urn:pulumi:{Stack}::infra::{type}::{name}";
            (await RunAsync("state", "delete", urn, "--yes", "--force", "--target-dependents")).ShouldSucceed();
        }
    }

    /// <summary>Reads an object of the namespace.</summary>
    public Task<JsonNode> GetAsync(string resource, string name) => _sandbox.KubectlJsonAsync("get", resource, name, "-n", Namespace);

    /// <summary>The names of the objects of a resource.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(string resource) => [.. (await ListAsync(resource)).Select(Name)];

    /// <summary>Kind, name and resource version of each object of the program.</summary>
    public async Task<IReadOnlyList<string>> VersionsAsync() =>
        [
            .. (await ListAsync("configmap,secret,networkpolicy,pvc,statefulset,service,deployment,job,quota")).Select(item =>
                $"{item["kind"]} {Name(item)} {item["metadata"]!["resourceVersion"]}"
            ),
        ];

    /// <summary>The credentials of the namespace's Secrets.</summary>
    public async Task<SortedDictionary<string, (string Username, string Password)>> CredentialsAsync() =>
        new(
            (await ListAsync("secret")).ToDictionary(Name, secret =>
                (Decode(secret["data"]!["username"]!), Decode(secret["data"]!["password"]!))
            ),
            StringComparer.Ordinal
        );

    /// <summary>Deletes all objects of some resources.</summary>
    public async Task DeleteAllAsync(string resources) =>
        (await _sandbox.KubectlAsync("delete", resources, "--all", "-n", Namespace)).ShouldSucceed();

    public ValueTask DisposeAsync() => _sandbox.DisposeAsync();

    private async Task<IEnumerable<JsonNode>> ListAsync(string resource) =>
        (await _sandbox.KubectlJsonAsync("get", resource, "-n", Namespace))["items"]!.AsArray().Select(item => item!);

    private static string Name(JsonNode item) => item["metadata"]!["name"]!.GetValue<string>();

    private static string Decode(JsonNode value) => Encoding.UTF8.GetString(Convert.FromBase64String(value.GetValue<string>()));
}
