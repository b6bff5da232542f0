using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Likeness.Cluster;

/// <summary>The objects that <c>kubectl create</c> makes, and their paths in the API.</summary>
internal static class KubectlObjects
{
    private static readonly Dictionary<string, (string Group, string Plural, bool IsNamespaced)> Types = new()
    {
        ["namespace"] = ("api/v1", "namespaces", false),
        ["configmap"] = ("api/v1", "configmaps", true),
        ["secret"] = ("api/v1", "secrets", true),
        ["serviceaccount"] = ("api/v1", "serviceaccounts", true),
        ["service"] = ("api/v1", "services", true),
        ["pod"] = ("api/v1", "pods", true),
        ["persistentvolumeclaim"] = ("api/v1", "persistentvolumeclaims", true),
        ["resourcequota"] = ("api/v1", "resourcequotas", true),
        ["limitrange"] = ("api/v1", "limitranges", true),
        ["deployment"] = ("apis/apps/v1", "deployments", true),
        ["statefulset"] = ("apis/apps/v1", "statefulsets", true),
        ["daemonset"] = ("apis/apps/v1", "daemonsets", true),
        ["replicaset"] = ("apis/apps/v1", "replicasets", true),
        ["job"] = ("apis/batch/v1", "jobs", true),
        ["cronjob"] = ("apis/batch/v1", "cronjobs", true),
        ["ingress"] = ("apis/networking.k8s.io/v1", "ingresses", true),
        ["role"] = ("apis/rbac.authorization.k8s.io/v1", "roles", true),
        ["rolebinding"] = ("apis/rbac.authorization.k8s.io/v1", "rolebindings", true),
        ["customresourcedefinition"] = ("apis/apiextensions.k8s.io/v1", "customresourcedefinitions", false),
    };

    private static readonly Dictionary<string, string> ShortNames = new()
    {
        ["ns"] = "namespace",
        ["cm"] = "configmap",
        ["sa"] = "serviceaccount",
        ["svc"] = "service",
        ["po"] = "pod",
        ["pvc"] = "persistentvolumeclaim",
        ["deploy"] = "deployment",
        ["sts"] = "statefulset",
        ["ds"] = "daemonset",
        ["rs"] = "replicaset",
        ["ing"] = "ingress",
        ["crd"] = "customresourcedefinition",
    };

    /// <summary>The path of an object, or of all objects of a type.</summary>
    public static string Path(string type, string inNamespace, string? name)
    {
        var key = ShortNames.GetValueOrDefault(type, type);
        var (group, plural, isNamespaced) = Types
            .Where(known => known.Key == key || known.Value.Plural == key)
            .Select(known => known.Value)
            .FirstOrDefault();
        if (group is null)
        {
            throw new NotSupportedException($"kubectl: the type {type} is unknown to the simulated kubectl");
        }

        var collection = isNamespaced ? $"/{group}/namespaces/{inNamespace}/{plural}" : $"/{group}/{plural}";
        return name is null ? collection : $"{collection}/{name}";
    }

    /// <summary>The path of the objects of the same type as an object.</summary>
    public static string PathOf(JsonObject item, string inNamespace) => Path(((string)item["kind"]!).ToLowerInvariant(), inNamespace, null);

    public static JsonObject Named(string apiVersion, string kind, string name) =>
        new()
        {
            ["apiVersion"] = apiVersion,
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
        };

    public static JsonObject ConfigMap(string name, IEnumerable<string> literals)
    {
        var item = Named("v1", "ConfigMap", name);
        if (literals.Any())
        {
            item["data"] = Literals(literals, value => value);
        }

        return item;
    }

    public static JsonObject Secret(string name, IEnumerable<string> literals)
    {
        var item = Named("v1", "Secret", name);
        item["data"] = Literals(literals, value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)));
        return item;
    }

    public static JsonObject Deployment(string name, string image, string? replicas)
    {
        var labels = new JsonObject { ["app"] = name };
        var item = Named("apps/v1", "Deployment", name);
        item["metadata"]!["labels"] = labels;
        item["spec"] = new JsonObject
        {
            ["replicas"] = int.Parse(replicas ?? "1", CultureInfo.InvariantCulture),
            ["selector"] = new JsonObject { ["matchLabels"] = labels.DeepClone() },
            ["strategy"] = new JsonObject(),
            ["template"] = new JsonObject
            {
                ["metadata"] = new JsonObject { ["labels"] = labels.DeepClone() },
                ["spec"] = new JsonObject
                {
                    ["containers"] = new JsonArray(
                        new JsonObject
                        {
                            ["name"] = image.Split('/')[^1].Split(':', '@')[0],
                            ["image"] = image,
                            ["resources"] = new JsonObject(),
                        }
                    ),
                },
            },
        };
        return item;
    }

    private static JsonObject Literals(IEnumerable<string> literals, Func<string, string> encode) =>
        new(literals.Select(literal => literal.Split('=', 2)).Select(parts => KeyValuePair.Create(parts[0], (JsonNode?)encode(parts[1]))));
}
