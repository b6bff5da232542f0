using Infra.PolicyPacks.Tests.Support;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;
using Level = Infra.Protocol.Messages.EnforcementLevel;

namespace Infra.PolicyPacks.Tests.Wire;

public sealed class AnalyzerServiceTests
{
    private static readonly PolicyResource Bucket = TestPolicies.CreateResource("a", "hidden-value");

    [Fact]
    public async Task FirstLineOfTheOutput_IsThePortAlone()
    {
        await using var engine = await StandInEngine.StartAsync(new PolicyPack("p", "1.0.0"));

        Assert.Matches("^[0-9]+\r?\n$", engine.Output);
    }

    [Fact]
    public async Task Level_ConfigurationTakesPrecedenceOverPolicy_AndPolicyOverPack()
    {
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack(
                "p",
                "1.0.0",
                TestPolicies.CreateViolated("none"),
                TestPolicies.CreateViolated("own", EnforcementLevel.Advisory),
                TestPolicies.CreateViolated("configured", EnforcementLevel.Advisory)
            )
        );
        await engine.ConfigureAsync(("configured", new PolicyConfig { EnforcementLevel = Level.Mandatory }));

        var levels = (await AnalyzeAsync(engine)).ToDictionary(
            diagnostic => diagnostic.PolicyName,
            diagnostic => diagnostic.EnforcementLevel
        );

        Assert.Equal(Level.Mandatory, levels["none"]);
        Assert.Equal(Level.Advisory, levels["own"]);
        Assert.Equal(Level.Mandatory, levels["configured"]);
    }

    [Fact]
    public async Task Level_OfAll_AppliesToPoliciesWithoutConfiguration()
    {
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack("p", "1.0.0", TestPolicies.CreateViolated("one"), TestPolicies.CreateViolated("two"))
        );
        await engine.ConfigureAsync(
            ("all", new PolicyConfig { EnforcementLevel = Level.Disabled }),
            ("two", new PolicyConfig { EnforcementLevel = Level.Advisory })
        );

        Assert.Equal("two", Assert.Single(await AnalyzeAsync(engine)).PolicyName);
    }

    [Fact]
    public async Task Analyze_UnknownValue_IsAdvisoryForThatPolicyOnly()
    {
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack(
                "p",
                "1.0.0",
                ResourcePolicy.Create(TestPolicies.CreateDetails("asks"), (resource, context) => _ = resource.Root["data"]["key"].Text),
                TestPolicies.CreateViolated("other")
            )
        );

        var diagnostics = await AnalyzeAsync(engine, TestPolicies.CreateResource("a", new PropertyUnknown()));

        var unknown = diagnostics.Single(diagnostic => diagnostic.PolicyName == "asks");
        Assert.Equal(Level.Advisory, unknown.EnforcementLevel);
        Assert.Equal("can't run policy 'asks' from policy pack 'p@v1.0.0' during preview: data.key is not known yet", unknown.Message);
        Assert.Equal(Level.Mandatory, diagnostics.Single(diagnostic => diagnostic.PolicyName == "other").EnforcementLevel);
    }

    [Fact]
    public async Task Analyze_SecretInAMessage_IsRedacted()
    {
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack(
                "p",
                "1.0.0",
                ResourcePolicy.Create(TestPolicies.CreateDetails("leaks"), (resource, context) =>
                    context.Report(resource.Root["data"], $"the value is {resource.Root["data"]["key"].Text}")
                ),
                ResourcePolicy.Create(TestPolicies.CreateDetails("throws"), (resource, _) =>
                    throw new InvalidOperationException(resource.Root["data"]["key"].Text)
                )
            )
        );

        var diagnostics = await AnalyzeAsync(engine, TestPolicies.CreateResource("a", new PropertySecret("hidden-value")));

        Assert.Equal(2, diagnostics.Count);
        Assert.All(diagnostics, diagnostic =>
        {
            Assert.DoesNotContain("hidden-value", diagnostic.ToString(), StringComparison.Ordinal);
            Assert.Contains("[secret]", diagnostic.Message, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Analyze_PolicyThatThrows_IsNamedAndTheOthersRun()
    {
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack(
                "p",
                "1.0.0",
                ResourcePolicy.Create(TestPolicies.CreateDetails("broken"), (_, _) => throw new InvalidOperationException("no such thing")),
                TestPolicies.CreateViolated("works")
            )
        );

        var diagnostics = await AnalyzeAsync(engine);

        Assert.Equal(["broken", "works"], diagnostics.Select(diagnostic => diagnostic.PolicyName));
        Assert.Equal("the policy 'broken' itself failed: InvalidOperationException: no such thing", diagnostics[0].Message);
        Assert.Equal(Level.Mandatory, diagnostics[0].EnforcementLevel);
    }

    [Fact]
    public async Task AnalyzeStack_ExceptionOrUnknownAtOneResource_ValidatesTheOthers()
    {
        var policy = StackPolicy.Create(TestPolicies.CreateDetails("each"), (stack, context) =>
        {
            foreach (var resource in stack.All)
            {
                context.ForResource(resource, inner => inner.Report(resource.Root["data"]["key"].Text!.ToUpperInvariant()));
            }
        });
        await using var engine = await StandInEngine.StartAsync(new PolicyPack("p", "1.0.0", policy));
        PolicyResource[] resources =
        [
            TestPolicies.CreateResource("known", "value"),
            TestPolicies.CreateResource("unknown", new PropertyUnknown()),
            TestPolicies.CreateResource("missing", null),
        ];

        var diagnostics = (await engine.AnalyzeStackAsync(resources)).Diagnostics;

        Assert.Contains("VALUE", Find(diagnostics, "known").Message, StringComparison.Ordinal);
        Assert.Equal(Level.Advisory, Find(diagnostics, "unknown").EnforcementLevel);
        Assert.Contains("itself failed", Find(diagnostics, "missing").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remediate_RunsOnlyAtItsLevel_EachOnTheResultOfTheOneBefore()
    {
        PropertyMap Append(PolicyResource resource, string text) =>
            resource.Properties.SetItem("trace", resource.Root["trace"].Text + text);
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack(
                "p",
                "1.0.0",
                new TestRemediation("a", resource => Append(resource, "a")),
                new TestRemediation("b", resource => Append(resource, "b")),
                new TestRemediation("off", resource => Append(resource, "off")),
                new TestRemediation("unknown", resource => Append(resource, resource.Root["data"]["key"].Text!))
            )
        );
        var remediate = new PolicyConfig { EnforcementLevel = Level.Remediate };
        await engine.ConfigureAsync(("a", remediate), ("b", remediate), ("unknown", remediate));

        var resource = TestPolicies.CreateResource("a", new PropertyUnknown());
        var remediations = (await engine.RemediateAsync(resource)).Remediations;

        Assert.Equal(["a", "b", "unknown"], remediations.Select(remediation => remediation.PolicyName));
        Assert.Equal("ab", remediations[1].Properties.Fields["trace"].StringValue);
        Assert.Null(remediations[2].Properties);
        Assert.Contains("data.key is not known yet", remediations[2].Diagnostic, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyze_LevelRemediate_IsReportedAsMandatory()
    {
        await using var engine = await StandInEngine.StartAsync(new PolicyPack("p", "1.0.0", TestPolicies.CreateViolated("stays")));
        await engine.ConfigureAsync(("stays", new PolicyConfig { EnforcementLevel = Level.Remediate }));

        Assert.Equal(Level.Mandatory, Assert.Single(await AnalyzeAsync(engine)).EnforcementLevel);
    }

    [Fact]
    public async Task Configure_Invalid_KeepsTheConfigurationBefore()
    {
        await using var engine = await StandInEngine.StartAsync(new PolicyPack("p", "1.0.0", TestPolicies.CreateViolated("one")));
        await engine.ConfigureAsync(("one", new PolicyConfig { EnforcementLevel = Level.Disabled }));
        await Assert.ThrowsAsync<RpcException>(() => engine.ConfigureAsync(("two", new PolicyConfig())));

        Assert.Empty(await AnalyzeAsync(engine));
    }

    [Fact]
    public async Task Cancel_EndsTheCallsInProgressAndThePack()
    {
        var started = new TaskCompletionSource();
        await using var engine = await StandInEngine.StartAsync(
            new PolicyPack("p", "1.0.0", StackPolicy.Create(TestPolicies.CreateDetails("slow"), (stack, context) =>
                {
                    started.TrySetResult();
                    while (true)
                    {
                        context.ForResource(stack.All[0], _ => { });
                    }
                }))
        );
        var analysis = engine.AnalyzeStackAsync([Bucket]);
        await started.Task;

        await engine.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => analysis)).StatusCode);
        Assert.Equal(0, await engine.Pack);
    }

    private static async Task<IReadOnlyList<AnalyzeDiagnostic>> AnalyzeAsync(StandInEngine engine, PolicyResource? resource = null) =>
        (await engine.AnalyzeAsync(resource ?? Bucket)).Diagnostics;

    private static AnalyzeDiagnostic Find(IEnumerable<AnalyzeDiagnostic> diagnostics, string name) =>
        diagnostics.Single(diagnostic => diagnostic.Urn.EndsWith($"::{name}", StringComparison.Ordinal));
}
