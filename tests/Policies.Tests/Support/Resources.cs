using Infra.Policies.Sdk.Resources;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Support;

/// <summary>Manifests as resources, as an engine would send them.</summary>
internal static class Resources
{
    public static IEnumerable<AnalyzedResource> Of(string manifests) => Yaml.Documents(manifests).Select(Of);

    public static AnalyzedResource Of(PropertyMap manifest)
    {
        var name = ((manifest.Find("metadata") as PropertyObject)?.Properties.Find("name") as PropertyString)?.Value ?? "unnamed";
        var apiVersion = (manifest.Find("apiVersion") as PropertyString)?.Value ?? "v1";
        var kind = (manifest.Find("kind") as PropertyString)?.Value ?? "ConfigMap";
        var type = $"kubernetes:{(apiVersion.Contains('/', StringComparison.Ordinal) ? apiVersion : $"core/{apiVersion}")}:{kind}";
        return new AnalyzedResource { Urn = $"urn:pulumi:test::tests::{type}::{name}", Type = type, Name = name, Properties = manifest };
    }

    public static AnalyzeRequest ToRequest(AnalyzedResource resource) => new()
    {
        Urn = resource.Urn,
        Type = resource.Type,
        Name = resource.Name,
        Properties = StructConverter.ToStruct(resource.Properties, StructConversion.Lossless),
    };

    public static AnalyzeStackRequest ToStackRequest(IEnumerable<AnalyzedResource> resources) => new()
    {
        Resources =
        {
            resources.Select(resource => new AnalyzerResource
            {
                Urn = resource.Urn,
                Type = resource.Type,
                Name = resource.Name,
                Properties = StructConverter.ToStruct(resource.Properties, StructConversion.Lossless),
            }),
        },
    };
}
