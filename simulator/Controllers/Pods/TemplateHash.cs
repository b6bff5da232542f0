using System.Text;
using System.Text.Json.Nodes;
using Infra.Simulator.Controllers.Hashing;

namespace Infra.Simulator.Controllers.Pods;

/// <summary>The hash of a pod template in names and labels, with the value that Kubernetes computes.</summary>
internal static class TemplateHash
{
    /// <summary>The label of the template hash.</summary>
    public const string Label = "pod-template-hash";

    /// <summary>Computes the hash of a template.</summary>
    /// <param name="template">The pod template.</param>
    /// <param name="collisionCount">The number of earlier collisions with other templates.</param>
    public static string Compute(JsonNode? template, int? collisionCount = null)
    {
        var dump = Encoding.UTF8.GetBytes(GoDump.Write("v1.PodTemplateSpec", template));
        return Fnv.Encode(collisionCount is { } count ? Fnv.Hash1A(dump, BitConverter.GetBytes((long)count)) : Fnv.Hash1A(dump));
    }

    /// <summary>Whether two templates are equal, the hash label apart.</summary>
    public static bool AreEqual(JsonObject a, JsonObject b) => JsonNode.DeepEquals(WithoutLabel(a), WithoutLabel(b));

    private static JsonObject WithoutLabel(JsonObject template)
    {
        if (template["metadata"]?["labels"]?[Label] is null)
        {
            return template;
        }

        var copy = (JsonObject)template.DeepClone();
        ((JsonObject)copy["metadata"]!["labels"]!).Remove(Label);
        return copy;
    }
}
