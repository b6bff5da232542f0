using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;
using Infra.Policies.Sdk.Resources;
using Infra.Policies.Sdk.Running;

namespace Infra.Policies.Tests.Support;

/// <summary>
/// Manifests that a rule is held against. Comments at their top say more: <c># settings:</c> the rule's settings as JSON, <c># stack:</c> the
/// stack's name, <c># expect:</c> an object's name and what is said about it, for each finding one.
/// </summary>
internal sealed class RuleFixture
{
    private const string Expectation = "# expect: ";

    private readonly ImmutableArray<string> _lines;

    public RuleFixture(string path)
    {
        Path = path;
        _lines = [.. File.ReadAllLines(path)];
        Resources = [.. Support.Resources.Of(File.ReadAllText(path))];
    }

    public static string Root => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public string Path { get; }

    public ImmutableArray<AnalyzedResource> Resources { get; }

    public IReadOnlyList<string> Expected => [.. _lines.Where(line => line.StartsWith(Expectation, StringComparison.Ordinal)).Select(line => line[Expectation.Length..])];

    /// <summary>What the rule says about the manifests.</summary>
    public IReadOnlyList<string> Findings(Policy policy)
    {
        var run = RunOnly(policy, EnforcementLevel.Mandatory);
        var verdicts = policy is StackPolicy
            ? run.AnalyzeStack(new StackResources(Resources), default)
            : Resources.SelectMany(resource => run.Analyze(resource, default));
        return [.. verdicts.Select(verdict => $"{verdict.Finding.Urn.Split("::")[^1]}: {verdict.Finding.Message}")];
    }

    /// <summary>The manifests as the rule's remediation leaves them.</summary>
    public ImmutableArray<AnalyzedResource> Remediated(Policy policy) => [.. Resources.Select(resource => Remediate(resource, policy))];

    public static AnalyzedResource Remediate(AnalyzedResource resource, Policy policy) =>
        RunOnly(policy, EnforcementLevel.Remediate, null, null).Remediate(resource, default) is [.., { Properties: { } properties }] ? resource.With(properties) : resource;

    /// <summary>A run in which every other rule is off.</summary>
    public static PolicyRun RunOnly(Policy policy, EnforcementLevel level, JsonObject? settings = null, string? stack = null)
    {
        var pack = KubernetesPack.Create();
        var layer = new ConfigurationLayer
        {
            Policies = ConfigurationLayer.Empty.Policies
                .Add(ConfigurationLayer.All, new PolicyConfiguration(EnforcementLevel.Disabled, []))
                .Add(policy.Name, new PolicyConfiguration(level, settings ?? [])),
        };
        var context = stack is null ? null : new StackContext { Stack = stack, Project = "shop", Organization = "organization", IsDryRun = true };
        return new PolicyRun(pack, PackConfiguration.Resolve(pack, layer), context);
    }

    /// <inheritdoc/>
    public override string ToString() => System.IO.Path.GetRelativePath(Root, Path);

    private PolicyRun RunOnly(Policy policy, EnforcementLevel level) =>
        RunOnly(policy, level, Header("# settings: ") is { } settings ? JsonNode.Parse(settings)!.AsObject() : null, Header("# stack: "));

    private string? Header(string mark) =>
        _lines.FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal)) is { } line ? line[mark.Length..] : null;
}
