using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Operators;

/// <summary>Writes the objects that belong to a custom resource. The garbage collector deletes them with it.</summary>
internal sealed class OwnedObjects(IClusterClient client, IdentitySource identities)
{
    /// <summary>The length of drawn passwords.</summary>
    private const int PasswordLength = 32;

    /// <summary>
    /// Creates an object, or merges the given fields into it. An object of that name without this owner stays as it is.
    /// </summary>
    public KubeObject Apply(ObjectView owner, GroupResource resource, string name, JsonObject body)
    {
        if (client.Find(resource, owner.Namespace, name) is not { } current)
        {
            return Create(owner, resource, name, body);
        }

        if (current.IsDeleting || current.OwnerReferences.All(reference => reference.Uid != owner.Uid))
        {
            return current;
        }

        return client.Patch(resource, owner.Namespace, name, body);
    }

    /// <summary>The same, but an object without a controller becomes the custom resource's, with the given fields of its spec.</summary>
    public KubeObject ApplyOrAdopt(ObjectView owner, GroupResource resource, string name, JsonObject body)
    {
        if (client.Find(resource, owner.Namespace, name) is not { IsDeleting: false, Controller: null } current)
        {
            return Apply(owner, resource, name, body);
        }

        var adopted = current.Body.DeepClone().AsObject();
        var metadata = adopted["metadata"]!.AsObject();
        metadata["labels"] = body["metadata"]!["labels"]!.DeepClone();
        var others = current.OwnerReferences.Where(reference => reference.Uid != owner.Uid);
        metadata["ownerReferences"] = new JsonArray([
            .. others.Append(OwnerReference.ToController(owner.Source)).Select(reference => reference.ToJson()),
        ]);
        foreach (var (field, value) in body["spec"]!.AsObject())
        {
            adopted["spec"]![field] = value?.DeepClone();
        }

        return client.Update(resource, adopted);
    }

    /// <summary>Creates a StatefulSet, or updates its replicas and its template: its other fields cannot change.</summary>
    public KubeObject ApplySet(ObjectView owner, string name, JsonObject body)
    {
        if (client.Find(GroupResource.StatefulSets, owner.Namespace, name) is null)
        {
            return Create(owner, GroupResource.StatefulSets, name, body);
        }

        var spec = new JsonObject();
        PodParts.CopyTo(spec, body.Map("spec"), "replicas");
        PodParts.CopyTo(spec, body.Map("spec"), "template");
        return Apply(owner, GroupResource.StatefulSets, name, new JsonObject { ["spec"] = spec });
    }

    /// <summary>Creates an object unless there is one of that name.</summary>
    public KubeObject CreateOnce(ObjectView owner, GroupResource resource, string name, Func<JsonObject> create) =>
        client.Find(resource, owner.Namespace, name) ?? Create(owner, resource, name, create());

    /// <summary>Creates a Secret with these keys, unless there is one of that name.</summary>
    public KubeObject CreateSecretOnce(
        ObjectView owner,
        string name,
        IReadOnlyDictionary<string, string> labels,
        Func<IReadOnlyDictionary<string, string>> create,
        string type = "Opaque"
    ) => CreateOnce(owner, GroupResource.Secrets, name, () => Secret(labels, create(), type));

    /// <summary>Draws a password of letters and digits.</summary>
    public string DrawPassword() => identities.NewSuffix(PasswordLength);

    /// <summary>Reads a key of a Secret; null if either is missing.</summary>
    public string? FindSecretValue(string inNamespace, string? name, string key) =>
        name is not null && client.Find(GroupResource.Secrets, inNamespace, name)?.Body.Text("data", key) is { } value
            ? Encoding.UTF8.GetString(Convert.FromBase64String(value))
            : null;

    /// <summary>Describes a Secret.</summary>
    public static JsonObject Secret(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> values, string type) =>
        new()
        {
            ["metadata"] = new JsonObject { ["labels"] = Map(labels) },
            ["type"] = type,
            ["data"] = Map(values.ToDictionary(entry => entry.Key, entry => Convert.ToBase64String(Encoding.UTF8.GetBytes(entry.Value)))),
        };

    /// <summary>Describes a Service; without an address of its own if it is headless.</summary>
    public static JsonObject Service(
        IReadOnlyDictionary<string, string> labels,
        IReadOnlyDictionary<string, string> selector,
        IEnumerable<(string Name, int Port)> ports,
        bool isHeadless = false
    )
    {
        var spec = new JsonObject
        {
            ["selector"] = Map(selector),
            ["ports"] = new JsonArray([
                .. ports.Select(port => new JsonObject
                {
                    ["name"] = port.Name,
                    ["port"] = port.Port,
                    ["targetPort"] = port.Port,
                    ["protocol"] = "TCP",
                }),
            ]),
        };
        if (isHeadless)
        {
            spec["clusterIP"] = "None";
            spec["publishNotReadyAddresses"] = true;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = Map(labels) },
            ["spec"] = spec,
        };
    }

    /// <summary>Describes a claim of a volume.</summary>
    /// <param name="labels">Its labels.</param>
    /// <param name="size">The quantity of storage.</param>
    /// <param name="storageClass">The class; null for the default.</param>
    public static JsonObject Claim(IReadOnlyDictionary<string, string> labels, string size, string? storageClass)
    {
        var spec = new JsonObject
        {
            ["accessModes"] = new JsonArray("ReadWriteOnce"),
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["storage"] = size } },
        };
        if (storageClass is not null)
        {
            spec["storageClassName"] = storageClass;
        }

        return new JsonObject
        {
            ["metadata"] = new JsonObject { ["labels"] = Map(labels) },
            ["spec"] = spec,
        };
    }

    /// <summary>Converts labels and the like to JSON.</summary>
    public static JsonObject Map(IReadOnlyDictionary<string, string> values) =>
        new(values.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value)));

    private KubeObject Create(ObjectView owner, GroupResource resource, string name, JsonObject body)
    {
        var metadata = body.GetOrAddObject("metadata");
        metadata["name"] = name;
        metadata["namespace"] = owner.Namespace;
        metadata["ownerReferences"] = new JsonArray(OwnerReference.ToController(owner.Source).ToJson());
        return client.Create(resource, body);
    }
}
