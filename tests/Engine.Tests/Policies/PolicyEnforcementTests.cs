using Engine.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Policies;
using Infra.Protocol.Messages;
using Infra.Protocol.Values;

namespace Engine.Tests.Policies;

public sealed class PolicyEnforcementTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_MandatoryViolation_StopsBeforeAnythingIsChanged()
    {
        await using var pack = await new FakePack { OnAnalyze = request => request.Name == "second" ? [Violation(EnforcementLevel.Mandatory)] : [] }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        var violation = Assert.Single(_stack.Events.OfType<PolicyViolationEvent>());
        Assert.Equal(("second", "rule", PolicyLevel.Mandatory, Infra.Engine.Policies.PolicySeverity.High), (violation.Urn.Name, violation.Policy, violation.Level, violation.Severity));
        Assert.Contains("analyze third", pack.Calls);
    }

    [Fact]
    public async Task Up_AdvisoryViolation_IsToldAndNothingMore()
    {
        await using var pack = await new FakePack { OnAnalyze = request => request.Name == "second" ? [Violation(EnforcementLevel.Advisory)] : [] }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference], SkipPreview = true });

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(PolicyLevel.Advisory, Assert.Single(_stack.Events.OfType<PolicyViolationEvent>()).Level);
        Assert.Equal(["handshake", "stack", "info", "configure"], pack.Calls.Take(4));
        Assert.Equal("analyze stack", pack.Calls[^1]);
        Assert.Equal(("dev", "demo", false), (pack.Stack!.Stack, pack.Stack.Project, pack.Stack.DryRun));
    }

    [Fact]
    public async Task Up_RemediationAtItsLevel_ChangesWhatIsCreated()
    {
        await using var pack = await new FakePack
        {
            Level = EnforcementLevel.Remediate,
            OnRemediate = request => request.Name == "second"
                ? [new Remediation { PolicyName = "rule", Properties = StructConverter.ToStruct(PropertyMap.Of(("size", 7)), StructConversion.Lossless) }]
                : [],
        }.StartAsync();

        await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference], SkipPreview = true });

        Assert.Equal((PropertyValue)7, _stack.State.Resources.Single(resource => resource.Urn.Name == "second").Inputs["size"]);
        Assert.Equal("second", Assert.Single(_stack.Events.OfType<PolicyRemediationEvent>()).Urn.Name);
    }

    [Fact]
    public async Task Preview_StackViolation_MakesItFail()
    {
        await using var pack = await new FakePack { OnAnalyzeStack = _ => [Violation(EnforcementLevel.Mandatory)] }.StartAsync();

        var outcome = await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Equal("demo-dev", Assert.Single(_stack.Events.OfType<PolicyViolationEvent>()).Urn.Name);
    }

    [Fact]
    public async Task Pack_ThatCannotStart_SaysWhyAndStopsTheUpdate()
    {
        await using var pack = await new FakePack().StartAsync();
        pack.Write("echo 'no such runtime' >&2; exit 3");

        var error = await Assert.ThrowsAsync<ProgramException>(() => _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] }));

        Assert.EndsWith("ended before it was ready:\nno such runtime", error.Message, StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Pack_ThatIsMissing_IsAConfigurationError()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [new PolicyPackReference("/no/such/pack")] }));

        Assert.Equal("there is no policy pack at /no/such/pack: name a folder with a PulumiPolicy.yaml", error.Message);
    }

    [Fact]
    public async Task Configuration_OfTheFile_WinsAndLevelsThatAreMissingStayThePolicys()
    {
        var file = Path.Combine(_stack.Folder, "policies.json");
        await File.WriteAllTextAsync(file, """{"rule": {"limit": 3}, "other": "advisory"}""");
        ConfigureAnalyzerRequest? sent = null;
        await using var pack = await new FakePack { OnConfigure = request => sent = request }.StartAsync();

        await _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference with { ConfigFile = file }], SkipPreview = true });

        Assert.Equal(EnforcementLevel.Mandatory, sent!.PolicyConfig["rule"].EnforcementLevel);
        Assert.Equal(Value.ForNumber(3), sent.PolicyConfig["rule"].Properties.Fields["limit"]);
        Assert.Equal(EnforcementLevel.Advisory, sent.PolicyConfig["other"].EnforcementLevel);
    }

    [Fact]
    public async Task StackSetting_NamesPacksToo()
    {
        await using var pack = await new FakePack().StartAsync();
        await File.AppendAllTextAsync(Path.Combine(_stack.Folder, "Pulumi.dev.yaml"), $"config:\n  policies:packs: [{pack.Reference.Path}]\n");

        await _stack.PreviewAsync(Program);

        Assert.Contains("analyze first", pack.Calls);
    }

    public void Dispose() => _stack.Dispose();

    private static async Task Program(ProgramClient program)
    {
        await program.ThingAsync("first");
        await program.ThingAsync("second");
        await program.ThingAsync("third");
    }

    private static AnalyzeDiagnostic Violation(EnforcementLevel level) => new() { PolicyName = "rule", PolicyPackName = "fake", Message = "is wrong", EnforcementLevel = level };
}
