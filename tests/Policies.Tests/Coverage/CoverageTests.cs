using Infra.Policies.Rules;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;

namespace Infra.Policies.Tests.Coverage;

/// <summary>Runs all rules on manifests with one flaw each.</summary>
public sealed class CoverageTests
{
    public static TheoryData<string> Flaws => new(CoverageCase.All.Select(one => one.Flaw));

    [Fact]
    public void NoFlaw_NoViolation() => Assert.Empty(GetViolations([.. CoverageCase.Base.Select(Resources.From)]));

    [Theory]
    [MemberData(nameof(Flaws))]
    public void Flaw_IsReportedByTheExpectedRulesOnly(string flaw)
    {
        var one = CoverageCase.All.Single(other => other.Flaw == flaw);

        var violations = GetViolations(one.Manifests);

        Assert.True(
            one.Rules.Order(StringComparer.Ordinal)
                .SequenceEqual(violations.Select(violation => violation.Rule).Distinct().Order(StringComparer.Ordinal)),
            string.Join(
                '\n',
                [
                    $"expected: {string.Join(", ", one.Rules.Order(StringComparer.Ordinal))}",
                    .. violations.Select(violation => $"{violation.Rule}: {violation.Message}"),
                ]
            )
        );
    }

    [Fact]
    public void EveryRule_ReportsAFlaw()
    {
        // These report nothing until they are configured, or only in production stacks.
        string[] ofStacks =
        [
            "allowed-regions",
            "image-locked",
            "image-registry",
            "maximum-replicas",
            "maximum-requests",
            "public-load-balancer",
            "store-backup",
            "store-replicas",
        ];

        var others = AllRules.Create().Select(rule => rule.Name).Except(CoverageCase.All.SelectMany(one => one.Rules));
        Assert.Equal(ofStacks, others.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void EveryCheckOfOtherTools_HasARuleAndAFlawThatBothReport_OrAReason()
    {
        var rules = AllRules.Create().Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);
        Assert.All(CoverageTable.All, check =>
        {
            Assert.True(check.Rules.Length > 0 != check.Reason.Length > 0, $"{check.Tool} {check.Check} needs either rules or a reason.");
            Assert.Subset(rules, check.Rules.ToHashSet());
            Assert.True(
                check.Reason.Length > 0
                    || CoverageCase.All.Any(one => one.Others[check.Tool].Contains(check.Check) && one.Rules.Intersect(check.Rules).Any()),
                $"No flaw shows that {check.Tool}'s {check.Check} and one of {string.Join(", ", check.Rules)} find the same."
            );
        });
    }

    [Fact]
    public void EveryFlaw_NamesExistingChecks() => Assert.All(CoverageTable.Tools, tool =>
        {
            var checks = CoverageTable.All.Where(check => check.Tool == tool).Select(check => check.Check).ToHashSet();

            Assert.All(CoverageCase.All, one => Assert.Subset(checks, one.Others[tool].ToHashSet()));
        });

    [Fact]
    public void EveryCheckRequestedByUsers_HasARule()
    {
        var rules = AllRules.Create().Select(rule => rule.Name).ToHashSet(StringComparer.Ordinal);

        Assert.All(CoverageTable.AskedFor, check => Assert.NotEmpty(check.Rules));
        Assert.All(CoverageTable.AskedFor, check => Assert.Subset(rules, check.Rules.ToHashSet()));
    }

    [Fact]
    public void PodSecurityStandards_HaveARuleForEachControl_AndTheirViolationsAreReported()
    {
        string[] controls =
        [
            "HostProcess",
            "Host Namespaces",
            "Privileged Containers",
            "Capabilities",
            "HostPath Volumes",
            "Host Ports",
            "Host Probes / Lifecycle Hooks",
            "AppArmor",
            "SELinux",
            "/proc Mount Type",
            "Seccomp",
            "Sysctls",
            "Volume Types",
            "Privilege Escalation (v1.8+)",
            "Running as Non-root",
            "Running as Non-root user (v1.23+)",
        ];
        var standards = AllRules
            .Create()
            .ToDictionary(
                rule => rule.Name,
                rule => rule.Details.Controls.Where(control => control.Framework == Standards.PodSecurity).ToArray(),
                StringComparer.Ordinal
            );

        var implemented = standards.Values.SelectMany(all => all).Select(standard => standard.Control).Distinct();
        Assert.Equal(controls.Order(StringComparer.Ordinal), implemented.Order(StringComparer.Ordinal));
        Assert.All(CoverageCase.All, one => Assert.Equal(one.PodSecurity, Profile(one)));

        string Profile(CoverageCase one) =>
            one
                .Rules.SelectMany(rule => standards[rule])
                .Select(standard => standard.Version)
                .Order(StringComparer.Ordinal)
                .FirstOrDefault("");
    }

    private static IReadOnlyList<(string Rule, string Message)> GetViolations(IReadOnlyList<PolicyResource> manifests)
    {
        var catalog = new PolicyCatalog(KubernetesPack.Create());
        var everything = new ConfigurationLayer
        {
            Policies = ConfigurationLayer.Empty.Policies.Add(
                ConfigurationLayer.All,
                new PolicyConfiguration(EnforcementLevel.Mandatory, [])
            ),
        };
        var run = new PolicyRun(catalog, PackConfiguration.Resolve(catalog, everything), null);
        return
        [
            .. manifests
                .SelectMany(manifest => run.Analyze(manifest, default))
                .Concat(run.AnalyzeStack(new StackResources([.. manifests]), default))
                .Select(diagnostic => (diagnostic.Policy.Name, diagnostic.Message)),
        ];
    }
}
