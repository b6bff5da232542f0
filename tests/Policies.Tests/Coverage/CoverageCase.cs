using System.Collections.Immutable;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Coverage;

/// <summary>A set of manifests with one flaw, and the checks that report it.</summary>
internal sealed record CoverageCase
{
    /// <summary>The flaw.</summary>
    public required string Flaw { get; init; }

    /// <summary>The rules of the pack that report the flaw; no others do.</summary>
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>By tool, the checks that report the flaw according to their sources.</summary>
    public required ImmutableDictionary<string, ImmutableArray<string>> Others { get; init; }

    /// <summary>The profile of the Pod Security Standards that forbids the flaw; empty if both allow it.</summary>
    public required string PodSecurity { get; init; }

    public required ImmutableArray<PolicyResource> Manifests { get; init; }

    /// <summary>The manifests without a flaw.</summary>
    public static ImmutableArray<PropertyMap> Base { get; } = [.. YamlText.Documents(Read("base.yaml"))];

    public static ImmutableArray<CoverageCase> All { get; } = [.. YamlText.Documents(Read("cases.yaml")).Single().Select(Parse)];

    private static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Coverage", name));

    private static CoverageCase Parse(KeyValuePair<string, PropertyValue> entry)
    {
        var properties = ((PropertyObject)entry.Value).Properties;
        return new CoverageCase
        {
            Flaw = entry.Key,
            Rules = Names(properties.Find("rules")),
            Others = CoverageTable.Tools.ToImmutableDictionary(tool => tool, tool => Names(properties.Find(tool))),
            PodSecurity = (properties.Find("pss") as PropertyString)?.Value ?? "",
            Manifests = [.. Make(properties).Select(Resources.From)],
        };
    }

    private static IEnumerable<PropertyMap> Make(PropertyMap properties)
    {
        var manifests = Base.ToDictionary(Key, manifest => manifest);
        foreach (var (place, value) in (properties.Find("set") as PropertyObject)?.Properties ?? PropertyMap.Empty)
        {
            var (key, path) = (place[..place.IndexOf(' ')], place[(place.IndexOf(' ') + 1)..]);
            manifests[key] = ((PropertyObject)ManifestEdit.Set(manifests[key], PropertyPath.Parse(path).Segments, value)).Properties;
        }

        foreach (var name in Names(properties.Find("remove")))
        {
            Assert.True(manifests.Remove(name), $"There is no {name} to remove.");
        }

        var added = (properties.Find("add") as PropertyArray)?.Elements.Cast<PropertyObject>().Select(item => item.Properties) ?? [];
        return manifests.Values.Concat(added);
    }

    private static string Key(PropertyMap manifest) =>
        $"{Text(manifest["kind"])}/{Text(((PropertyObject)manifest["metadata"]).Properties["name"])}";

    private static string Text(PropertyValue value) => ((PropertyString)value).Value;

    private static ImmutableArray<string> Names(PropertyValue? names) => names is PropertyArray list ? [.. list.Elements.Select(Text)] : [];
}
