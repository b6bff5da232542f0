using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;

namespace Infra.Policies.Tests.Rules;

/// <summary>Validates the manifests in each rule's folder, and compares the messages.</summary>
public sealed class RuleFixtureTests
{
    private static readonly PolicyCatalog Catalog = new(KubernetesPack.Create());

    public static TheoryData<string> Rules => new(AllRules.Select(rule => rule.Name));

    private static IEnumerable<Policy> AllRules => Infra.Policies.Rules.AllRules.Create();

    [Theory]
    [MemberData(nameof(Rules))]
    public void Rule_ReportsTheExpectedViolationsOfItsFolder(string rule)
    {
        var policy = Catalog.Find(rule)!;
        var passing = Fixtures(policy, "pass*.yaml");
        var failing = Fixtures(policy, "fail*.yaml");

        Assert.NotEmpty(passing);
        Assert.NotEmpty(failing);
        Assert.All(passing, fixture => Assert.Empty(fixture.GetViolations(policy)));
        Assert.All(failing, fixture =>
        {
            Assert.NotEmpty(fixture.Expected);
            Assert.Equal(fixture.Expected, fixture.GetViolations(policy));
        });
    }

    [Fact]
    public void Remediation_OfTheFailingManifests_EqualsTheRemediatedOnes()
    {
        var remediations = AllRules.Where(rule => rule is IRemediation).ToArray();

        Assert.NotEmpty(remediations);
        Assert.All(remediations, policy =>
        {
            var failing = Assert.Single(Fixtures(policy, "fail.yaml"));
            var expected = Assert.Single(Fixtures(policy, "remediated.yaml"));
            Assert.Equal(
                expected.Resources.Select(resource => resource.Properties),
                failing.Remediate(policy).Select(resource => resource.Properties)
            );
            Assert.Empty(expected.GetViolations(policy));
        });
    }

    [Fact]
    public void EveryFolderOfFixtures_BelongsToARule()
    {
        var folders = Directory.GetDirectories(RuleFixture.Root).SelectMany(Directory.GetDirectories);

        Assert.All(folders, folder =>
            Assert.Equal(Path.GetFileName(Path.GetDirectoryName(folder)), Catalog.Find(Path.GetFileName(folder))?.Area)
        );
    }

    private static RuleFixture[] Fixtures(Policy policy, string pattern)
    {
        var folder = Path.Combine(RuleFixture.Root, policy.Area, policy.Name);
        Assert.True(Directory.Exists(folder), $"There are no fixtures of {policy.Name}: {folder} is missing.");
        return [.. Directory.GetFiles(folder, pattern).Order(StringComparer.Ordinal).Select(file => new RuleFixture(file))];
    }
}
