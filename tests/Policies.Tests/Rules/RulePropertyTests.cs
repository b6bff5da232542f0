using CsCheck;
using Infra.Policies.Rules;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;

namespace Infra.Policies.Tests.Rules;

/// <summary>Properties that hold for every object.</summary>
public sealed class RulePropertyTests
{
    private const int Objects = 2_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rule_AnyObject_NeverFails(bool isMalformed)
    {
        var run = RunAll(EnforcementLevel.Mandatory);
        var count = 0;
        Gen.OneOf(ObjectGenerator.AnyObject(isMalformed), ObjectGenerator.AnyWorkload(isMalformed))
            .Array[1, 40]
            .Sample(
                objects =>
                {
                    var diagnostics = objects
                        .SelectMany(item => run.Analyze(item, default))
                        .Concat(run.AnalyzeStack(new StackResources([.. objects]), default))
                        .ToArray();
                    count += diagnostics.Length;
                    Assert.DoesNotContain(diagnostics, diagnostic => diagnostic.Diagnostic.Kind == DiagnosticKind.Failure);
                },
                iter: Objects / 20,
                threads: 1,
                print: Print
            );

        Assert.NotEqual(0, count);
    }

    [Fact]
    public void Remediation_AnyObject_PassesAfterwardsAndOnceIsEnough()
    {
        var changed = 0;
        foreach (var policy in AllRules.Create().OfType<ResourcePolicy>().Where(policy => policy is IRemediation))
        {
            var remediate = RuleFixture.RunOnly(policy, EnforcementLevel.Remediate);
            ObjectGenerator
                .AnyWorkload()
                .Sample(
                    item =>
                    {
                        var once = Remediate(remediate, item);
                        changed += once == item ? 0 : 1;

                        Assert.True(remediate.Analyze(once, default).Count == 0, $"{policy.Name} still objects to {once.Properties}");
                        Assert.True(Remediate(remediate, once) == once, $"{policy.Name} changes again {once.Properties}");
                    },
                    iter: Objects / 4,
                    threads: 1,
                    print: item => item.Properties.ToString()!
                );
        }

        Assert.NotEqual(0, changed);
    }

    [Fact]
    public void Remediation_MalformedObject_NeverFails()
    {
        var run = RunAll(EnforcementLevel.Remediate);
        ObjectGenerator
            .AnyWorkload(isMalformed: true)
            .Sample(
                item =>
                    Assert.DoesNotContain(run.Remediate(item, default), result =>
                        result.Failure?.Contains("itself failed", StringComparison.Ordinal) == true
                    ),
                iter: Objects,
                threads: 1,
                print: item => item.Properties.ToString()!
            );
    }

    private static string Print(PolicyResource[] objects) => string.Join('\n', objects.Select(item => $"{item.Type} {item.Properties}"));

    private static PolicyResource Remediate(PolicyRun run, PolicyResource item) =>
        run.Remediate(item, default) is [.., { Properties: { } properties }] ? item.With(properties) : item;

    private static PolicyRun RunAll(EnforcementLevel level)
    {
        var catalog = new PolicyCatalog(KubernetesPack.Create());
        var everything = new ConfigurationLayer
        {
            Policies = ConfigurationLayer.Empty.Policies.Add(ConfigurationLayer.All, new PolicyConfiguration(level, [])),
        };
        return new PolicyRun(catalog, PackConfiguration.Resolve(catalog, everything), null);
    }
}
