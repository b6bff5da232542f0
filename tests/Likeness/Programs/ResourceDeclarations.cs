using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulumi;

namespace Likeness.Programs;

/// <summary>Registers the resources of a step in the order in which the scenario lists them.</summary>
internal sealed class ResourceDeclarations
{
    /// <summary>The version of the Kubernetes provider that the recordings were made with.</summary>
    private const string KubernetesVersion = "4.32.0";

    /// <summary>How long a program waits for outputs. Those that a preview does not know never come.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, Resource> _resources = [];
    private readonly Dictionary<string, JsonObject> _componentOutputs = [];
    private readonly List<(ScenarioComponent Component, JsonObject Outputs)> _components = [];
    private readonly JsonObject _description;
    private readonly ScenarioValues _values;

    public ResourceDeclarations(JsonObject description, IReadOnlyDictionary<string, string> kubeconfigs)
    {
        _description = description;
        _values = new ScenarioValues(_resources, _componentOutputs, kubeconfigs);
    }

    /// <returns>The outputs of the stack.</returns>
    public async Task<IDictionary<string, object?>> RegisterAsync()
    {
        foreach (var item in _description["resources"]!.AsArray())
        {
            await RegisterAsync(item!.AsObject());
        }

        foreach (var (component, outputs) in _components)
        {
            component.Complete(Evaluate(outputs));
        }

        return Evaluate(_description["outputs"] as JsonObject ?? []);
    }

    private Dictionary<string, object?> Evaluate(JsonObject values) =>
        values.ToDictionary(value => value.Key, value => _values.Evaluate(value.Value));

    private async Task RegisterAsync(JsonObject item)
    {
        if (item["throw"] is { } message)
        {
            await WaitForAsync(item["await"] as JsonArray ?? []);
            throw new InvalidOperationException(message.GetValue<string>());
        }

        if (item["log"] is { } text)
        {
            Write(text.GetValue<string>(), (string?)item["level"], item["resource"] is { } key ? Named(key) : null);
            return;
        }

        var name = (string)item["name"]!;
        _resources[(string?)item["key"] ?? name] = Create(item, (string)item["type"]!, name, item["options"] as JsonObject ?? []);
    }

    private async Task WaitForAsync(JsonArray references)
    {
        foreach (var reference in references)
        {
            var known = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = _values
                .Reference((string)reference!)
                .Apply(value =>
                {
                    known.TrySetResult();
                    return value;
                });
            await Task.WhenAny(known.Task, Task.Delay(LongestWait, TimeProvider.System));
        }
    }

    private static void Write(string text, string? level, Resource? resource)
    {
        switch (level)
        {
            case "debug":
                Log.Debug(text, resource);
                break;
            case "warning":
                Log.Warn(text, resource);
                break;
            case "error":
                Log.Error(text, resource);
                break;
            default:
                Log.Info(text, resource);
                break;
        }
    }

    private Resource Create(JsonObject item, string type, string name, JsonObject options)
    {
        var inputs = item["inputs"]?.DeepClone() as JsonObject ?? [];
        if ((bool?)item["component"] == true)
        {
            return CreateComponent(item, type, name, inputs, options);
        }

        if (type == "pulumi:pulumi:StackReference")
        {
            return new StackReference(name, new StackReferenceArgs { Name = (string)inputs["name"]! });
        }

        var custom = CustomOptions(options);
        if (type.StartsWith("pulumi:providers:", StringComparison.Ordinal))
        {
            custom.Version ??= KubernetesVersion;
            return new ProviderResource(type["pulumi:providers:".Length..], name, ProviderArguments(inputs), custom);
        }

        if (type.StartsWith("kubernetes:", StringComparison.Ordinal))
        {
            custom.Version ??= KubernetesVersion;
            if (options["id"] is null && (bool?)item["noTypeMeta"] != true)
            {
                AddTypeMeta(type, inputs);
            }
        }

        return new ScenarioResource(type, name, _values.Arguments(inputs), custom);
    }

    private ScenarioComponent CreateComponent(JsonObject item, string type, string name, JsonObject inputs, JsonObject options)
    {
        var remote = (bool?)item["remote"] == true;
        var component = new ComponentResourceOptions { Version = remote ? KubernetesVersion : null };
        AddCommon(component, options);
        if (options["provider"] is { } provider)
        {
            component.Provider = (ProviderResource)Named(provider);
        }

        var created = new ScenarioComponent(type, name, remote ? _values.Arguments(inputs) : null, component, remote);
        if (!remote)
        {
            var outputs = item["outputs"] as JsonObject ?? [];
            _componentOutputs[(string?)item["key"] ?? name] = outputs;
            _components.Add((created, outputs));
        }

        return created;
    }

    // As the typed SDK does, which always sends them.
    private static void AddTypeMeta(string type, JsonObject inputs)
    {
        if (
            type.Split(':') is not [_, var version, var kind]
            || version == "helm.sh/v3"
            || version.StartsWith("yaml", StringComparison.Ordinal)
        )
        {
            return;
        }

        inputs["apiVersion"] ??= version.StartsWith("core/", StringComparison.Ordinal) ? version["core/".Length..] : version;
        inputs["kind"] ??= kind.EndsWith("Patch", StringComparison.Ordinal) ? kind[..^"Patch".Length] : kind;
    }

    // A provider's values that are no texts travel as JSON, as the typed SDK sends them.
    private DictionaryResourceArgs ProviderArguments(JsonObject inputs) =>
        new(
            inputs.ToImmutableDictionary(
                input => input.Key,
                input =>
                    _values.Evaluate(input.Value) switch
                    {
                        null => null,
                        string text => text,
                        IOutput output => output,
                        var other => (object?)JsonSerializer.Serialize(other),
                    }
            )
        );

    private CustomResourceOptions CustomOptions(JsonObject options)
    {
        var custom = new CustomResourceOptions
        {
            DeleteBeforeReplace = (bool?)options["deleteBeforeReplace"],
            AdditionalSecretOutputs = Texts(options["additionalSecretOutputs"]),
            ReplaceOnChanges = Texts(options["replaceOnChanges"]),
            ImportId = (string?)options["importId"],
        };
        AddCommon(custom, options);
        if (options["provider"] is { } provider)
        {
            custom.Provider = (ProviderResource)Named(provider);
        }

        if (options["id"] is { } id)
        {
            custom.Id = _values.Evaluate(id) is string text
                ? (Input<string>)text
                : ScenarioValues.ToOutput(_values.Evaluate(id)).Apply(value => (string)value!);
        }

        return custom;
    }

    private void AddCommon(ResourceOptions target, JsonObject options)
    {
        target.Parent = options["parent"] is { } parent ? Named(parent) : target.Parent;
        target.DependsOn = (options["dependsOn"] as JsonArray ?? []).Select(key => Named(key!)).ToList();
        target.Protect = (bool?)options["protect"];
        target.RetainOnDelete = (bool?)options["retainOnDelete"];
        target.DeletedWith = options["deletedWith"] is { } with ? Named(with) : null;
        target.IgnoreChanges = Texts(options["ignoreChanges"]);
        target.Version = (string?)options["version"] ?? target.Version;
        if (options["customTimeouts"] is JsonObject timeouts)
        {
            target.CustomTimeouts = new CustomTimeouts
            {
                Create = Seconds(timeouts["create"]),
                Update = Seconds(timeouts["update"]),
                Delete = Seconds(timeouts["delete"]),
            };
        }

        target.Aliases.AddRange((options["aliases"] as JsonArray ?? []).Select(alias => (Input<Alias>)CreateAlias(alias!)));
    }

    private Alias CreateAlias(JsonNode alias)
    {
        if (alias is JsonValue || alias["urn"] is not null)
        {
            return new Alias { Urn = (string)(alias is JsonValue ? alias : alias["urn"]!)! };
        }

        var created = new Alias
        {
            Name = (string?)alias["name"] is { } name ? (Input<string>)name : null,
            Type = (string?)alias["type"] is { } type ? (Input<string>)type : null,
            Project = (string?)alias["project"] is { } project ? (Input<string>)project : null,
            Stack = (string?)alias["stack"] is { } stack ? (Input<string>)stack : null,
            ParentUrn = (string?)alias["parentUrn"] is { } urn ? (Input<string>)urn : null,
            NoParent = (bool?)alias["noParent"] ?? false,
        };
        if (alias["parent"] is { } parent)
        {
            created.Parent = Named(parent);
        }

        return created;
    }

    private Resource Named(JsonNode key) => _resources[(string)key!];

    private static List<string> Texts(JsonNode? array) => [.. (array as JsonArray ?? []).Select(item => (string)item!)];

    private static TimeSpan? Seconds(JsonNode? number) => number is null ? null : TimeSpan.FromSeconds((double)number);
}
