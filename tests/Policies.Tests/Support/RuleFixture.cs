using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;

namespace Infra.Policies.Tests.Support;

/// <summary>
/// Manifests for a rule. Comments at the top of the file are <c># settings:</c> with the rule's settings as JSON, <c># stack:</c> with the
/// stack's name, and one <c># expect:</c> with an object's name and the message for each violation.
/// </summary>
internal sealed class RuleFixture
{
    private const string Expectation = "# expect: ";

    private readonly ImmutableArray<string> _lines;

    public RuleFixture(string path)
    {
        Path = path;
        _lines = [.. File.ReadAllLines(path)];
        Resources = [.. Support.Resources.Parse(File.ReadAllText(path))];
    }

    public static string Root => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures");

    public string Path { get; }

    public ImmutableArray<PolicyResource> Resources { get; }

    public IReadOnlyList<string> Expected =>
        [.. _lines.Where(line => line.StartsWith(Expectation, StringComparison.Ordinal)).Select(line => line[Expectation.Length..])];

    /// <summary>Returns the violations, each with the object's name.</summary>
    public IReadOnlyList<string> GetViolations(Policy policy)
    {
        var run = RunOnly(policy, EnforcementLevel.Mandatory);
        var diagnostics =
            policy is StackPolicy
                ? run.AnalyzeStack(new StackResources(Resources), default)
                : Resources.SelectMany(resource => run.Analyze(resource, default));
        return [.. diagnostics.Select(diagnostic => $"{diagnostic.Diagnostic.Urn.Split("::")[^1]}: {diagnostic.Diagnostic.Message}")];
    }

    /// <summary>Returns the manifests after the rule's remediation.</summary>
    public ImmutableArray<PolicyResource> Remediate(Policy policy) => [.. Resources.Select(resource => Remediate(resource, policy))];

    public static PolicyResource Remediate(PolicyResource resource, Policy policy) =>
        RunOnly(policy, EnforcementLevel.Remediate, null, null).Remediate(resource, default) is [.., { Properties: { } properties }]
            ? resource.With(properties)
            : resource;

    /// <summary>Creates a run with all other rules disabled.</summary>
    public static PolicyRun RunOnly(Policy policy, EnforcementLevel level, JsonObject? settings = null, string? stack = null)
    {
        var catalog = new PolicyCatalog(KubernetesPack.Create());
        var layer = new ConfigurationLayer
        {
            Policies = ConfigurationLayer
                .Empty.Policies.Add(ConfigurationLayer.All, new PolicyConfiguration(EnforcementLevel.Disabled, []))
                .Add(policy.Name, new PolicyConfiguration(level, settings ?? [])),
        };
        var context = stack is null
            ? null
            : new StackContext
            {
                Stack = stack,
                Project = "shop",
                Organization = "organization",
                IsDryRun = true,
            };
        return new PolicyRun(catalog, PackConfiguration.Resolve(catalog, layer), context);
    }

    /// <inheritdoc/>
    public override string ToString() => System.IO.Path.GetRelativePath(Root, Path);

    private PolicyRun RunOnly(Policy policy, EnforcementLevel level) =>
        RunOnly(policy, level, Header("# settings: ") is { } settings ? JsonNode.Parse(settings)!.AsObject() : null, Header("# stack: "));

    private string? Header(string mark) =>
        _lines.FirstOrDefault(line => line.StartsWith(mark, StringComparison.Ordinal)) is { } line ? line[mark.Length..] : null;
}
