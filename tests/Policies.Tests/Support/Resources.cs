using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Support;

/// <summary>Converts manifests to the resources an engine sends.</summary>
internal static class Resources
{
    public static IEnumerable<PolicyResource> Parse(string manifests) => YamlText.Documents(manifests).Select(From);

    public static PolicyResource From(PropertyMap manifest)
    {
        var name = ((manifest.Find("metadata") as PropertyObject)?.Properties.Find("name") as PropertyString)?.Value ?? "unnamed";
        var apiVersion = (manifest.Find("apiVersion") as PropertyString)?.Value ?? "v1";
        var kind = (manifest.Find("kind") as PropertyString)?.Value ?? "ConfigMap";
        var type = $"kubernetes:{(apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"core/{apiVersion}")}:{kind}";
        return new PolicyResource
        {
            Urn = $"urn:pulumi:test::tests::{type}::{name}",
            Type = type,
            Name = name,
            Properties = manifest,
        };
    }
}
