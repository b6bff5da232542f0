using System.Text.Json.Nodes;
using Infra.Policies;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;

namespace Infra.Tests.Documentation;

/// <summary>
/// The schema of the keys of a stack's configuration that other programs read: the policy pack, Pulumi and the provider of Kubernetes.
/// </summary>
internal static class StackFileKeys
{
    private static readonly string[] Levels = ["advisory", "mandatory", "remediate", "disabled"];

    /// <summary>The namespaces of which every key is known.</summary>
    public static string[] Namespaces { get; } = ["infra", "policies"];

    /// <summary>Adds the keys to the properties of <c>config</c>.</summary>
    public static void AddTo(JsonObject config)
    {
        var catalog = new PolicyCatalog(KubernetesPack.Create());
        config["policies:packs"] = ListOf(Text("The folder of a policy pack, relative to the project."), "The policy packs of the stack.");
        config["policies:profile"] = Enum(
            [.. catalog.Pack.Profiles.Select(profile => profile.Name)],
            $"The policies that are enforced. Default: {catalog.Pack.DefaultProfile?.Name}."
        );
        config["policies:remediate"] = new JsonObject
        {
            ["description"] = "Whether all remediations change the resources, or the names of those that do. Default: false.",
            ["anyOf"] = new JsonArray(
                new JsonObject { ["type"] = "boolean" },
                ListOf(Enum([.. catalog.Policies.Where(policy => policy is IRemediation).Select(policy => policy.Name)], ""), "")
            ),
        };
        config["policies:rules"] = new JsonObject
        {
            ["description"] = "The enforcement level or the settings of single policies.",
            ["type"] = "object",
            ["properties"] = new JsonObject(catalog.Policies.Select(policy => KeyValuePair.Create(policy.Name, (JsonNode?)Rule(policy)))),
            ["additionalProperties"] = false,
        };
        var exemptions = catalog.Find(PolicyPack.ExemptionsPolicy)!.Settings!.Schema;
        config["policies:exemptions"] = exemptions["properties"]!["list"]!.DeepClone();
        foreach (var (key, description) in PulumiKeys)
        {
            config[key] = new JsonObject { ["description"] = description };
        }
    }

    private static (string Key, string Description)[] PulumiKeys { get; } =
    [
        ("pulumi:disable-default-providers", "Read by Pulumi: the packages that need an explicit provider, or [\"*\"]."),
        ("pulumi:autonaming", "Read by Pulumi's CLI: how names of resources are generated."),
        ("pulumi:tags", "Read by Pulumi's CLI: the tags of the stack."),
        ("pulumi:template", "Written by Pulumi's CLI: the template of the project."),
        ("kubernetes:kubeconfig", "Read by the default provider of Kubernetes. The stack's clusters have their own: infra:cluster."),
        ("kubernetes:context", "Read by the default provider of Kubernetes. The stack's clusters have their own: infra:cluster."),
        ("kubernetes:namespace", "Read by the default provider of Kubernetes. The services have their own: infra:namespace."),
    ];

    private static JsonObject Rule(Policy policy)
    {
        var settings = policy.Settings?.Schema.DeepClone().AsObject()
            ?? new JsonObject { ["type"] = "object", ["additionalProperties"] = false };
        if (settings["properties"] is not JsonObject properties)
        {
            settings["properties"] = properties = [];
        }

        properties[PolicySettings.LevelKey] = Enum(Levels, "The enforcement level.");
        return new JsonObject { ["description"] = policy.Details.Description, ["anyOf"] = new JsonArray(Enum(Levels, ""), settings) };
    }

    private static JsonObject Text(string description) => Described(new JsonObject { ["type"] = "string" }, description);

    private static JsonObject Enum(string[] values, string description) =>
        Described(
            new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. values.Select(value => (JsonNode)value)]) },
            description
        );

    private static JsonObject ListOf(JsonObject item, string description) =>
        Described(new JsonObject { ["type"] = "array", ["items"] = item }, description);

    private static JsonObject Described(JsonObject schema, string description)
    {
        if (description.Length > 0)
        {
            schema["description"] = description;
        }

        return schema;
    }
}
