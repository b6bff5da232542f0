using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Engine.Json;

namespace Engine.Tests.Docker.Fakes;

/// <summary>The containers, networks, volumes and images of a fake engine.</summary>
internal sealed class FakeObjects
{
    private static readonly Version WithoutTopLevelNetwork = new(1, 52);
    private int _last;

    public ConcurrentDictionary<string, JsonObject> Containers { get; } = new();

    /// <summary>The containers that were removed.</summary>
    public ConcurrentDictionary<string, JsonObject> Deleted { get; } = new();

    public ConcurrentDictionary<string, JsonObject> Networks { get; } = new();

    public ConcurrentDictionary<string, JsonObject> Volumes { get; } = new();

    /// <summary>The images by name.</summary>
    public ConcurrentDictionary<string, JsonObject> Images { get; } = new([KeyValuePair.Create("app:1", Image("app:1", '1'))]);

    /// <summary>The images that registries have, by name.</summary>
    public ConcurrentDictionary<string, JsonObject> Registry { get; } = new();

    public static JsonObject Image(string name, char digit) =>
        new()
        {
            ["Id"] = $"sha256:{new string(digit, 64)}",
            ["RepoTags"] = new JsonArray(name),
            ["RepoDigests"] = new JsonArray($"{name.Split(':')[0]}@sha256:{new string(digit, 64)}"),
            ["Os"] = "linux",
            ["Architecture"] = "amd64",
            ["Config"] = new JsonObject { ["Env"] = new JsonArray("PATH=/bin"), ["Cmd"] = new JsonArray("/app") },
        };

    public (int Status, JsonNode? Answer) Answer(FakeRequest request, Version version, bool isPodman, Func<string, JsonObject> error)
    {
        var parts = request.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var body = request.Body.StartsWith('{') ? JsonNode.Parse(request.Body)!.AsObject() : [];
        return (request.Method, parts) switch
        {
            ("GET", ["info"]) => (200, new JsonObject { ["ID"] = "engine-1" }),
            ("POST", ["networks", "create"]) => CreateNetwork(body, error),
            ("POST", ["networks", var id, "connect"]) => Connect(id, body),
            ("POST", ["networks", var id, "disconnect"]) => Disconnect(id, body),
            (_, ["networks", var id]) => Single(Networks, request, id, error, $"network {id} not found"),
            ("POST", ["volumes", "create"]) => CreateVolume(body),
            (_, ["volumes", var name]) => Single(Volumes, request, name, error, $"get {name}: no such volume"),
            ("POST", ["containers", "create"]) => CreateContainer(
                request.Query.GetValueOrDefault("name") ?? "",
                body,
                version,
                isPodman,
                error
            ),
            ("GET", ["containers", var id, "json"]) => Find(id) is { } found ? (200, found.DeepClone()) : NoContainer(id, error),
            ("POST", ["containers", var id, "start"]) => SetRunning(id, true, error),
            ("POST", ["containers", var id, "stop"]) => SetRunning(id, false, error),
            ("POST", ["containers", var id, "update"]) => Update(id, body, error),
            ("POST", ["containers", _, "wait"]) => (200, new JsonObject { ["StatusCode"] = 0 }),
            ("PUT", ["containers", _, "archive"]) => (200, null),
            ("GET", ["containers", _, "logs"]) => (200, Frame("the last line\n")),
            ("DELETE", ["containers", var id]) => Remove(id, error),
            ("POST", ["images", "create"]) => Pull(request, error),
            (_, ["images", .. var name]) => AnswerImage(request, string.Join('/', name), error),
            _ => (404, error("page not found")),
        };
    }

    private static (int, JsonNode?) NoContainer(string id, Func<string, JsonObject> error) => (404, error($"No such container: {id}"));

    // One frame of the output, as ASCII is one byte a character.
    private static JsonValue Frame(string text) => JsonValue.Create($"\u0001\0\0\0\0\0\0{(char)text.Length}{text}");

    private string NewId() => Interlocked.Increment(ref _last).ToString("x64", CultureInfo.InvariantCulture);

    private JsonObject? Find(string id) =>
        Containers.GetValueOrDefault(id) ?? Containers.Values.FirstOrDefault(container => container.Text("Name") == $"/{id}");

    private (int, JsonNode?) CreateNetwork(JsonObject body, Func<string, JsonObject> error)
    {
        var name = body.Text("Name")!;
        if (Networks.Values.Any(network => network.Text("Name") == name))
        {
            return (409, error($"network with name {name} already exists"));
        }

        var network = body.DeepClone().AsObject();
        network["Id"] = NewId();
        network["Scope"] = "local";
        network["Created"] = DateTimeOffset.UnixEpoch.ToString("O", CultureInfo.InvariantCulture);
        Networks[network.Text("Id")!] = network;
        return (201, new JsonObject { ["Id"] = network.Text("Id"), ["Warning"] = "" });
    }

    private (int, JsonNode?) CreateVolume(JsonObject body)
    {
        var volume = body.DeepClone().AsObject();
        volume["Driver"] ??= "local";
        volume["Options"] = body["DriverOpts"]?.DeepClone();
        volume["Mountpoint"] = $"/volumes/{body.Text("Name")}";
        volume = Volumes.GetOrAdd(body.Text("Name")!, volume);
        return (201, volume.DeepClone());
    }

    private static (int, JsonNode?) Single(
        ConcurrentDictionary<string, JsonObject> objects,
        FakeRequest request,
        string id,
        Func<string, JsonObject> error,
        string missing
    )
    {
        var found = objects.FirstOrDefault(entry => entry.Key == id || entry.Value.Text("Name") == id);
        if (found.Value is null)
        {
            return (404, error(missing));
        }

        return request.Method == "GET" ? (200, found.Value.DeepClone())
            : objects.TryRemove(found.Key, out _) ? (204, (JsonNode?)null)
            : (404, error(missing));
    }

    private (int, JsonNode?) CreateContainer(string name, JsonObject body, Version version, bool isPodman, Func<string, JsonObject> error)
    {
        if (Find(name) is not null)
        {
            return isPodman
                ? (500, error($"creating container storage: the container name \"{name}\" is already in use by 1"))
                : (409, error($"Conflict. The container name \"/{name}\" is already in use by container \"1\"."));
        }

        if (!Images.ContainsKey(body.Text("Image") ?? ""))
        {
            return (404, error($"No such image: {body.Text("Image")}"));
        }

        var id = NewId();
        var networks = body.Map("NetworkingConfig")?.Map("EndpointsConfig")?.DeepClone().AsObject()
            ?? new JsonObject { ["bridge"] = new JsonObject() };
        var settings = new JsonObject { [nameof(Networks)] = networks };
        if (version < WithoutTopLevelNetwork)
        {
            settings["Bridge"] = "";
        }

        Containers[id] = new JsonObject
        {
            ["Id"] = id,
            ["Name"] = $"/{name}",
            ["Created"] = DateTimeOffset.UnixEpoch.ToString("O", CultureInfo.InvariantCulture),
            ["Image"] = Images[body.Text("Image")!].Text("Id"),
            ["Config"] = body.DeepClone(),
            ["HostConfig"] = body["HostConfig"]!.DeepClone(),
            ["NetworkSettings"] = settings,
            ["State"] = new JsonObject { ["Status"] = "created", ["Running"] = false },
        };
        return (201, new JsonObject { ["Id"] = id, ["Warnings"] = new JsonArray() });
    }

    private (int, JsonNode?) SetRunning(string id, bool isRunning, Func<string, JsonObject> error)
    {
        if (Find(id) is not { } container)
        {
            return NoContainer(id, error);
        }

        var state = new JsonObject { ["Status"] = isRunning ? "running" : "exited", ["Running"] = isRunning };
        if (isRunning && container.Map("Config")?.Map("Healthcheck") is not null)
        {
            state["Health"] = new JsonObject { ["Status"] = "healthy" };
        }

        container["State"] = state;
        return (204, null);
    }

    private (int, JsonNode?) Remove(string id, Func<string, JsonObject> error)
    {
        if (!Containers.TryRemove(Find(id)?.Text("Id") ?? id, out var container))
        {
            return NoContainer(id, error);
        }

        Deleted[container.Text("Id")!] = container;
        return (204, null);
    }

    private (int, JsonNode?) Update(string id, JsonObject body, Func<string, JsonObject> error)
    {
        if (Find(id) is not { } container)
        {
            return NoContainer(id, error);
        }

        foreach (var (name, value) in body)
        {
            container.Map("HostConfig")![name] = value?.DeepClone();
        }

        return (200, new JsonObject { ["Warnings"] = new JsonArray() });
    }

    private (int, JsonNode?) Connect(string id, JsonObject body)
    {
        Find(body.Text("Container")!)!.Map("NetworkSettings")!.Map("Networks")![id] = body["EndpointConfig"]?.DeepClone();
        return (200, null);
    }

    private (int, JsonNode?) Disconnect(string id, JsonObject body)
    {
        Find(body.Text("Container")!)!.Map("NetworkSettings")!.Map("Networks")!.Remove(id);
        return (200, null);
    }

    private (int, JsonNode?) Pull(FakeRequest request, Func<string, JsonObject> error)
    {
        var tag = request.Query["tag"];
        var name = $"{request.Query["fromImage"]}{(tag.Contains(':', StringComparison.Ordinal) ? '@' : ':')}{tag}";
        if (!Registry.TryGetValue(name, out var image))
        {
            return (404, error($"manifest for {name} not found: manifest unknown"));
        }

        Images[name] = image;
        return (
            200,
            JsonValue.Create(
                "{\"status\":\"Pulling\",\"id\":\"a\",\"progressDetail\":{\"current\":1,\"total\":2}}\r\n{\"status\":\"Done\"}\r\n"
            )
        );
    }

    private (int, JsonNode?) AnswerImage(FakeRequest request, string path, Func<string, JsonObject> error)
    {
        var name = request.Method == "GET" ? path[..^"/json".Length] : path;
        var found = Images.FirstOrDefault(entry => entry.Key == name || entry.Value.Text("Id") == name);
        return found.Value is null ? (404, error($"No such image: {name}"))
            : request.Method == "GET" ? (200, found.Value.DeepClone())
            : Images.TryRemove(found.Key, out _) ? (200, (JsonNode)new JsonArray(new JsonObject { [nameof(Deleted)] = name }))
            : (404, error($"No such image: {name}"));
    }
}
