using System.Collections.Immutable;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.Protocol.Values;

namespace Infra.Policies.Tests.Coverage;

/// <summary>The checks of other tools and those requested by users, with the equivalent rules of the pack.</summary>
internal sealed class CoverageTable
{
    private const string Field = "field";

    private static readonly PropertyMap Checks = YamlText
        .Documents(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Coverage", "checks.yaml")))
        .Single();

    /// <summary>The tools the pack is compared with.</summary>
    public static ImmutableArray<string> Tools { get; } = ["kube-score", "kube-linter", "Polaris"];

    /// <summary>Every check of the tools: its name, the equivalent rules, and the reason if there are none.</summary>
    public static ImmutableArray<(string Tool, string Check, ImmutableArray<string> Rules, string Reason)> All { get; } =
    [
        .. from tool in Tools
        from check in ((PropertyObject)Checks[tool]).Properties
        select (tool, check.Key, Names(check.Value), (check.Value as PropertyString)?.Value ?? ""),
    ];

    /// <summary>The checks requested by users: the area, the check and the equivalent rules.</summary>
    public static ImmutableArray<(string Area, string Check, ImmutableArray<string> Rules)> AskedFor { get; } =
    [
        .. from area in ((PropertyObject)Checks[Field]).Properties
        from check in ((PropertyObject)area.Value).Properties
        select (area.Key, check.Key, Names(check.Value)),
    ];

    /// <summary>Returns the checks of a tool that are equivalent to a rule.</summary>
    public static IEnumerable<string> GetChecks(Policy rule, string tool) =>
        All.Where(check => check.Tool == tool && check.Rules.Contains(rule.Name)).Select(check => check.Check);

    private static ImmutableArray<string> Names(PropertyValue value) =>
        value is PropertyArray list ? [.. list.Elements.Cast<PropertyString>().Select(name => name.Value)] : [];
}
