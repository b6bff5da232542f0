using Engine.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Policies;

public sealed class PolicyEnforcementTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_MandatoryViolation_ChangesNothing()
    {
        await using var pack = await new FakePack
        {
            OnAnalyze = request => request.Name == "second" ? [Violation(EnforcementLevel.Mandatory)] : [],
        }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        var violation = Assert.Single(_stack.Events.OfType<PolicyViolationEvent>());
        Assert.Equal(
            ("second", "rule", PolicyLevel.Mandatory, Infra.Engine.Events.PolicySeverity.High),
            (violation.Urn.Name, violation.Policy, violation.Level, violation.Severity)
        );
        Assert.Contains("analyze third", pack.Calls);
    }

    [Fact]
    public async Task Up_MandatoryViolationWithoutPreview_ChangesNothing()
    {
        await using var pack = await new FakePack
        {
            OnAnalyze = request => request.Name == "second" ? [Violation(EnforcementLevel.Mandatory)] : [],
        }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference], SkipPreview = true });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Empty(_stack.State.Resources);
        Assert.Single(_stack.Events.OfType<PolicyViolationEvent>());
        Assert.Single(_stack.Events.OfType<SummaryEvent>());
    }

    [Fact]
    public async Task Up_AdvisoryViolation_IsOnlyReported()
    {
        await using var pack = await new FakePack
        {
            OnAnalyze = request => request.Name == "second" ? [Violation(EnforcementLevel.Advisory)] : [],
        }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference], SkipPreview = true });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(PolicyLevel.Advisory, Assert.Single(_stack.Events.OfType<PolicyViolationEvent>()).Level);
        Assert.Equal(["handshake", "stack", "info", "configure"], pack.Calls.Take(4));
        Assert.Equal("analyze stack", pack.Calls[^1]);
        Assert.Equal(("dev", "demo", false), (pack.Stack!.Stack, pack.Stack.Project, pack.Stack.DryRun));
        Assert.Equal(
            [new PolicyPackRun("fake", "1.0.0", pack.Reference.Path)],
            Assert.Single(_stack.Events.OfType<SummaryEvent>()).PolicyPacks
        );
    }

    [Fact]
    public async Task Up_Analyses_ReportPassedAndFailedPolicies()
    {
        await using var pack = await new FakePack
        {
            Policies =
            [
                new PolicyInfo
                {
                    Name = "rule",
                    PolicyType = PolicyType.Resource,
                    EnforcementLevel = EnforcementLevel.Advisory,
                },
                new PolicyInfo
                {
                    Name = "content",
                    PolicyType = PolicyType.Resource,
                    EnforcementLevel = EnforcementLevel.Mandatory,
                },
                new PolicyInfo
                {
                    Name = "off",
                    PolicyType = PolicyType.Resource,
                    EnforcementLevel = EnforcementLevel.Disabled,
                },
                new PolicyInfo
                {
                    Name = "elsewhere",
                    PolicyType = PolicyType.Resource,
                    EnforcementLevel = EnforcementLevel.Mandatory,
                },
                new PolicyInfo
                {
                    Name = "together",
                    PolicyType = PolicyType.Stack,
                    EnforcementLevel = EnforcementLevel.Mandatory,
                },
            ],
            OnAnalyze = request => request.Name == "second" ? [Violation(EnforcementLevel.Advisory)] : [],
            NotApplicable = ["elsewhere"],
        }.StartAsync();

        await _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.Equal(pack.Reference.Path, Assert.Single(_stack.Events.OfType<PolicyLoadEvent>()).Path);
        var summaries = _stack.Events.OfType<PolicySummaryEvent>().ToArray();
        var second = summaries.Single(summary => summary.Scope == PolicyScope.Resource && summary.Urn.Name == "second");
        var third = summaries.Single(summary => summary.Scope == PolicyScope.Resource && summary.Urn.Name == "third");
        var stack = summaries.Single(summary => summary.Scope == PolicyScope.Stack);
        Assert.Equal(["content"], second.Passed);
        Assert.Equal(["rule"], second.Failed);
        Assert.Equal(["content", "rule"], third.Passed);
        Assert.Empty(third.Failed);
        Assert.Equal(["together"], stack.Passed);
    }

    [Fact]
    public async Task Up_ResourceWithProvider_SendsTheProvidersProperties()
    {
        var providers = new List<AnalyzerProviderResource>();
        await using var pack = await new FakePack
        {
            OnAnalyze = request =>
            {
                if (request.Provider is { } provider)
                {
                    providers.Add(provider);
                }

                return [];
            },
        }.StartAsync();

        await _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.Equal(3, providers.Count);
        Assert.All(providers, provider => Assert.Equal(Value.ForString("1.2.3"), provider.Properties.Fields["version"]));
    }

    [Fact]
    public async Task Up_SecretInAMessage_IsRedacted()
    {
        await _stack.Workspace.Configuration(_stack.Name).SetAsync("demo:word", "hush-hush", isSecret: true, isPath: false);
        await using var pack = await new FakePack
        {
            OnAnalyze = _ => [new AnalyzeDiagnostic { PolicyName = "rule", Message = "the word is hush-hush" }],
        }.StartAsync();

        await _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.All(_stack.Events.OfType<PolicyViolationEvent>(), violation => Assert.Equal("the word is [secret]", violation.Message));
        Assert.NotEmpty(_stack.Events.OfType<PolicyViolationEvent>());
    }

    [Fact]
    public async Task Up_Remediation_ChangesTheCreatedResource()
    {
        await using var pack = await new FakePack
        {
            Level = EnforcementLevel.Remediate,
            OnRemediate = request =>
                request.Name == "second"
                    ?
                    [
                        new Remediation
                        {
                            PolicyName = "rule",
                            Properties = new Struct { Fields = { ["size"] = Value.ForNumber(7) } },
                        },
                    ]
                    : [],
        }.StartAsync();

        await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference], SkipPreview = true });

        Assert.Equal((PropertyValue)7, _stack.State.Resources.Single(resource => resource.Urn.Name == "second").Inputs["size"]);
        Assert.Equal("second", Assert.Single(_stack.Events.OfType<PolicyRemediationEvent>()).Urn.Name);
    }

    [Fact]
    public async Task Preview_StackViolation_Fails()
    {
        await using var pack = await new FakePack { OnAnalyzeStack = _ => [Violation(EnforcementLevel.Mandatory)] }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Equal("demo-dev", Assert.Single(_stack.Events.OfType<PolicyViolationEvent>()).Urn.Name);
    }

    public void Dispose() => _stack.Dispose();

    private static async Task Program(ProgramClient program)
    {
        await program.ThingAsync("first");
        await program.ThingAsync("second");
        await program.ThingAsync("third");
    }

    private static AnalyzeDiagnostic Violation(EnforcementLevel level) =>
        new()
        {
            PolicyName = "rule",
            PolicyPackName = "fake",
            Message = "is wrong",
            EnforcementLevel = level,
        };
}
