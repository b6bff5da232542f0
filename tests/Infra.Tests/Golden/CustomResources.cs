using System.Collections;
using System.Text.Json.Nodes;
using Infra.Tests.Stores.Operators;
using Pulumi.Testing;

namespace Infra.Tests.Golden;

/// <summary>The custom resources of a plan: objects of kinds that Kubernetes does not have itself.</summary>
internal static class CustomResources
{
    /// <summary>Groups of custom kinds are domains of others than Kubernetes.</summary>
    public static bool IsCustom(MockResourceArgs resource) =>
        resource.Type!.StartsWith("kubernetes:", StringComparison.Ordinal)
        && resource.Type.Split(':')[1].Split('/')[0] is var group
        && group.Contains('.', StringComparison.Ordinal)
        && !group.EndsWith(".k8s.io", StringComparison.Ordinal);

    /// <summary>Asserts that there are some, and that each follows the definition that its operator publishes.</summary>
    public static void AssertValid(RecordedPlan plan)
    {
        var custom = plan.Resources.Where(IsCustom).ToArray();
        Assert.NotEmpty(custom);
        Assert.Empty(
            from resource in custom
            from error in CustomResourceValidator.Validate((JsonObject)ToJson(resource.Inputs)!)
            select $"{resource.Type} {resource.Name}: {error}"
        );
    }

    /// <summary>Asserts the same of the manifests that pods of drills send.</summary>
    public static void AssertDrillsValid(RecordedPlan plan, params ReadOnlySpan<string> kinds)
    {
        var manifests = (
            from resource in plan.Resources
            where resource.Type!.EndsWith(":ConfigMap", StringComparison.Ordinal)
            from entry in (ToJson(resource.Inputs)!["data"] as JsonObject) ?? []
            let text = entry.Value!.GetValue<string>()
            where text.StartsWith("{\"apiVersion\"", StringComparison.Ordinal)
            select JsonNode.Parse(text)!.AsObject()
        ).ToArray();
        Assert.Equal(kinds.ToArray(), manifests.Select(manifest => manifest["kind"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.All(manifests, manifest => Assert.Empty(CustomResourceValidator.Validate(manifest)));
    }

    private static JsonNode? ToJson(object? value) =>
        value switch
        {
            null => null,
            IReadOnlyDictionary<string, object> map => new JsonObject(
                map.Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))
            ),
            string text => text,
            bool flag => flag,
            double number when number == Math.Floor(number) => (long)number,
            double number => number,
            IEnumerable list => new JsonArray([.. list.Cast<object>().Select(ToJson)]),
            _ => throw new ArgumentException($"{value.GetType()} is no input."),
        };
}
