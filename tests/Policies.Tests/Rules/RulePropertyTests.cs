using Infra.Policies.Rules;
using Infra.Policies.Tests.Support;
using Infra.PolicyPacks;
using Infra.PolicyPacks.Configuration;
using Infra.PolicyPacks.Running;
using Xunit.Abstractions;

namespace Infra.Policies.Tests.Rules;

/// <summary>
/// Properties that hold for every object. Each run generates other objects; the output names the seed, to repeat a failure.
/// </summary>
public sealed class RulePropertyTests
{
    private const int Objects = 2_000;

    private readonly int _seed = Random.Shared.Next();

    public RulePropertyTests(ITestOutputHelper output) => output.WriteLine($"seed {_seed}");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Rule_AnyObject_NeverFails(bool isMalformed)
    {
        var run = RunAll(EnforcementLevel.Mandatory);
        var generator = new ObjectGenerator(_seed);
        var objects = Enumerable
            .Range(0, Objects)
            .Select(i => i % 2 == 0 ? generator.Next(isMalformed) : generator.NextWorkload(isMalformed))
            .ToArray();

        var diagnostics = objects
            .SelectMany(item => run.Analyze(item, default))
            .Concat(run.AnalyzeStack(new StackResources([.. objects]), default))
            .ToArray();

        Assert.NotEmpty(diagnostics);
        Assert.All(diagnostics, diagnostic =>
            Assert.True(diagnostic.Diagnostic.Kind != DiagnosticKind.Failure, $"seed {_seed}: {diagnostic.Message}")
        );
    }

    [Fact]
    public void Remediation_AnyObject_PassesAfterwardsAndOnceIsEnough()
    {
        var generator = new ObjectGenerator(_seed);
        var changed = 0;
        foreach (var policy in AllRules.Create().OfType<ResourcePolicy>().Where(policy => policy is IRemediation))
        {
            var remediate = RuleFixture.RunOnly(policy, EnforcementLevel.Remediate);
            for (var i = 0; i < Objects / 4; i++)
            {
                var item = generator.NextWorkload();
                var once = Remediate(remediate, item);
                changed += once == item ? 0 : 1;

                Assert.True(remediate.Analyze(once, default).Count == 0, $"seed {_seed}: {policy.Name} still objects to {once.Properties}");
                Assert.True(Remediate(remediate, once) == once, $"seed {_seed}: {policy.Name} changes again {once.Properties}");
            }
        }

        Assert.NotEqual(0, changed);
    }

    [Fact]
    public void Remediation_MalformedObject_NeverFails()
    {
        var run = RunAll(EnforcementLevel.Remediate);
        var generator = new ObjectGenerator(_seed);
        for (var i = 0; i < Objects; i++)
        {
            Assert.All(run.Remediate(generator.NextWorkload(isMalformed: true), default), result =>
                Assert.True(result.Failure?.Contains("itself failed", StringComparison.Ordinal) != true, $"seed {_seed}: {result.Failure}")
            );
        }
    }

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
