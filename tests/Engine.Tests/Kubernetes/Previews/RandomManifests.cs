using System.Text.Json.Nodes;

namespace Engine.Tests.Kubernetes.Previews;

/// <summary>Generates manifests of one object that differ in fields, list items and their order.</summary>
internal sealed class RandomManifests(int seed)
{
    private readonly Random _random = new(seed);

    public JsonObject Next(string kind, string name) =>
        kind switch
        {
            "ConfigMap" => Manifest("v1", kind, name, "data", Texts("a", "b", "c")),
            "Service" => Manifest("v1", kind, name, "spec", ServiceSpec()),
            "Deployment" => Manifest("apps/v1", kind, name, "spec", DeploymentSpec(name)),
            _ => Manifest("preview.test/v1", kind, name, "spec", WidgetSpec()),
        };

    public bool Flip() => _random.Next(2) == 0;

    private JsonObject Manifest(string apiVersion, string kind, string name, string body, JsonObject content)
    {
        var metadata = new JsonObject { ["name"] = name, ["namespace"] = "default" };
        Maybe(metadata, "labels", () => Texts("x", "y.z/w"));
        Maybe(metadata, "annotations", () => Texts("n", "m"));
        return new JsonObject
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = metadata,
            [body] = content,
        };
    }

    private JsonObject ServiceSpec()
    {
        var spec = new JsonObject { ["ports"] = Some(Port("http", 80), Port("alt", 81), Port("dns", 53, "UDP"), Port("web", 8080)) };
        Maybe(spec, "sessionAffinity", () => "ClientIP");
        Maybe(spec, "selector", () => Texts("app", "tier"));
        Maybe(spec, "externalIPs", () => Some("192.0.2.1", "192.0.2.2"));
        return spec;
    }

    private JsonObject Port(string name, int port, string? protocol = null)
    {
        var json = new JsonObject { ["name"] = name, ["port"] = port };
        Maybe(json, "targetPort", () => _random.Next(3) + 1);
        if (protocol is not null || Flip())
        {
            json["protocol"] = protocol ?? "TCP";
        }

        return json;
    }

    private JsonObject DeploymentSpec(string name)
    {
        var spec = new JsonObject
        {
            ["selector"] = new JsonObject { ["matchLabels"] = new JsonObject { ["app"] = name } },
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = new JsonObject { ["app"] = name } },
                ["spec"] = PodSpec(),
            },
        };
        Maybe(spec, "replicas", () => _random.Next(3));
        Maybe(spec, "strategy", () => new JsonObject { ["type"] = Flip() ? "Recreate" : "RollingUpdate" });
        return spec;
    }

    private JsonObject PodSpec()
    {
        var spec = new JsonObject { ["containers"] = Some(Container("a"), Container("b"), Container("c")) };
        Maybe(spec, "nodeSelector", () => Texts("zone"));
        Maybe(spec, "tolerations", () => new JsonArray(new JsonObject { ["key"] = $"k{_random.Next(2)}", ["operator"] = "Exists" }));
        Maybe(spec, "volumes", () => Some(Volume("v"), Volume("w")));
        return spec;
    }

    private JsonObject Container(string name)
    {
        var container = new JsonObject { ["name"] = name, ["image"] = $"example.test/app:{_random.Next(2)}" };
        Maybe(container, "env", () => Some(Variable("A"), Variable("B")));
        Maybe(container, "args", () => Some("one", "two"));
        Maybe(container, "ports", () => Some(new JsonObject { ["containerPort"] = 80 }, new JsonObject { ["containerPort"] = 81 }));
        return container;
    }

    private JsonObject Variable(string name) => new() { ["name"] = name, ["value"] = $"{_random.Next(2)}" };

    private JsonObject Volume(string name) => new() { ["name"] = name, ["emptyDir"] = new JsonObject() };

    private JsonObject WidgetSpec()
    {
        var spec = new JsonObject { ["size"] = _random.Next(3) };
        Maybe(spec, "parts", () => Some(Part("a"), Part("b")));
        Maybe(spec, "notes", () => Some("one", "two"));
        Maybe(spec, "options", () => Texts("o", "p"));
        return spec;
    }

    private JsonObject Part(string id)
    {
        var part = new JsonObject { ["id"] = id };
        Maybe(part, "count", () => _random.Next(3));
        return part;
    }

    private void Maybe(JsonObject json, string key, Func<JsonNode> value)
    {
        if (Flip())
        {
            json[key] = value();
        }
    }

    private JsonObject Texts(params string[] keys)
    {
        var json = new JsonObject { [keys[0]] = $"{_random.Next(3)}" };
        foreach (var key in keys.Skip(1).Where(_ => Flip()))
        {
            json[key] = $"{_random.Next(3)}";
        }

        return json;
    }

    private JsonArray Some(params JsonNode[] items)
    {
        _random.Shuffle(items);
        return new JsonArray([.. items.Take(_random.Next(1, items.Length + 1))]);
    }
}
