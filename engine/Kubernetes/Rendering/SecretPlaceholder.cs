using System.Text.Json.Nodes;
using Infra.Engine.Kubernetes.Resources;

namespace Infra.Engine.Kubernetes.Rendering;

/// <summary>
/// A Secret without its values: the keys to provide, each with <see cref="Value"/>. Its file is neither YAML by its name nor part of the
/// kustomization, so that applying the rendering does not overwrite the Secret in the cluster.
/// </summary>
internal sealed record SecretPlaceholder(string Namespace, string Name, IReadOnlyList<string> Keys, string Text)
{
    public const string Value = "<secret>";

    private const string Note =
        "# A placeholder: provide this Secret by another way, or render with --show-secrets. It is not part of kustomization.yaml.\n";

    public static bool IsSecret(JsonObject manifest) => manifest.Text("apiVersion") == "v1" && manifest.Text("kind") == "Secret";

    /// <summary>Replaces all values of a Secret, whether the program marked them as secret or not.</summary>
    public static SecretPlaceholder Create(JsonObject secret)
    {
        var redacted = secret.DeepClone().AsObject();
        var keys = RemoveValues(redacted);
        return new SecretPlaceholder(secret.Namespace(), secret.Name(), keys, Note + ManifestYaml.ToYaml(redacted));
    }

    /// <summary>Replaces all values of a Secret by <see cref="Value"/>.</summary>
    /// <returns>Its keys.</returns>
    public static string[] RemoveValues(JsonObject secret)
    {
        string[] keys =
        [
            .. new[] { "data", "stringData" }
                .SelectMany(field => secret[field] as JsonObject ?? [])
                .Select(entry => entry.Key)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        secret.Remove("data");
        secret["stringData"] = new JsonObject(keys.Select(key => KeyValuePair.Create(key, (JsonNode?)Value)));
        return keys;
    }
}
