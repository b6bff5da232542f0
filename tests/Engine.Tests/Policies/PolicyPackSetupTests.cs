using Engine.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Infra.Engine.Errors;
using Infra.Engine.Operations;
using Infra.Engine.Policies;
using Infra.Protocol.Grpc;
using Infra.Protocol.Messages;

namespace Engine.Tests.Policies;

public sealed class PolicyPackSetupTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Pack_CannotStart_ReportsItsOutputAndStopsTheUpdate()
    {
        await using var pack = await new FakePack().StartAsync();
        pack.Write("echo 'no such runtime' >&2; exit 3");

        var error = await Assert.ThrowsAsync<ProgramException>(() =>
            _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] })
        );

        Assert.EndsWith("ended before it was ready:\nno such runtime", error.Message, StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Pack_Missing_IsAConfigurationError()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            _stack.UpAsync(Program, new OperationOptions { PolicyPacks = [new PolicyPackReference("/no/such/pack")] })
        );

        Assert.Equal("there is no policy pack at /no/such/pack: name a folder with a PulumiPolicy.yaml", error.Message);
    }

    [Fact]
    public async Task Configuration_InTheFile_OverridesOnlyTheLevelsItHas()
    {
        var file = await WriteConfigAsync("""{"rule": {"limit": 3}, "other": "advisory"}""");
        ConfigureAnalyzerRequest? sent = null;
        await using var pack = await new FakePack { OnConfigure = request => sent = request }.StartAsync();

        await _stack.UpAsync(
            Program,
            new OperationOptions { PolicyPacks = [pack.Reference with { ConfigFile = file }], SkipPreview = true }
        );

        Assert.Equal(EnforcementLevel.Mandatory, sent!.PolicyConfig["rule"].EnforcementLevel);
        Assert.Equal(Value.ForNumber(3), sent.PolicyConfig["rule"].Properties.Fields["limit"]);
        Assert.Equal(EnforcementLevel.Advisory, sent.PolicyConfig["other"].EnforcementLevel);
    }

    [Theory]
    [InlineData("\"advisory\"", EnforcementLevel.Advisory)]
    [InlineData("{\"enforcementLevel\": \"disabled\"}", EnforcementLevel.Disabled)]
    [InlineData("{}", EnforcementLevel.Remediate)]
    public async Task Configuration_LevelOfAPolicy_OverridesThatOfAll(string written, EnforcementLevel expected)
    {
        var file = await WriteConfigAsync($$"""{"all": "remediate", "rule": {{written}}}""");
        ConfigureAnalyzerRequest? sent = null;
        await using var pack = await new FakePack { OnConfigure = request => sent = request }.StartAsync();

        await _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference with { ConfigFile = file }] });

        Assert.Equal(expected, sent!.PolicyConfig["rule"].EnforcementLevel);
    }

    [Fact]
    public async Task Configuration_ErrorsInBothFiles_AreReportedTogetherWithFileAndLine()
    {
        var stackFile = Path.Combine(_stack.Folder, "Pulumi.dev.yaml");
        var lines = (await File.ReadAllLinesAsync(stackFile)).Length;
        await File.AppendAllTextAsync(
            stackFile,
            "config:\n  demo:rules:\n    rool:\n      limit: many\n  demo:list: [{ a: 1 }, { a: 1, b: 2 }]\n"
        );
        var file = await WriteConfigAsync(
            """
            {
              "rule": { "limit": "many" },
              "odd": 3,
              "rule": "advisory"
            }
            """
        );
        await using var pack = await new FakePack
        {
            OnConfigureStack = _ =>
                throw new RpcException(
                    StatusCode.InvalidArgument,
                    "It is wrong:\n  demo:rules.rool.limit: must be a number\n  demo:list[1].b: there is none\n"
                        + "  demo:rules.rool.other.x: is missing"
                ),
            OnConfigure = _ => throw new RpcException(StatusCode.InvalidArgument, "It is wrong:\n  rule.limit: must be a number"),
        }.StartAsync();

        var error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference with { ConfigFile = file }] })
        );

        Assert.Equal(
            [
                $"{stackFile}:{lines + 4}: demo:rules.rool.limit: must be a number",
                $"{stackFile}:{lines + 5}: demo:list[1].b: there is none",
                $"{stackFile}:{lines + 3}: demo:rules.rool.other.x: is missing",
                $"{file}:4: rule: occurs twice, first in line 2: remove one of them",
                $"{file}:3: odd: 3 is not an enforcement level: write advisory, mandatory, remediate or disabled",
                $"{file}:2: rule.limit: must be a number",
            ],
            error.Problems
        );
    }

    [Fact]
    public async Task Configuration_NotSupportedByThePack_IsRefused()
    {
        var file = await WriteConfigAsync("{\n  \"rule\": \"advisory\"\n}");
        await using var pack = await new FakePack { SupportsConfig = false }.StartAsync();

        await _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] });
        var error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference with { ConfigFile = file }] })
        );

        Assert.DoesNotContain("configure", pack.Calls);
        Assert.Equal($"{file}: the policy pack fake cannot be configured: remove its --policy-pack-config", Assert.Single(error.Problems));
    }

    [Fact]
    public async Task Configuration_MalformedJson_IsReportedWithItsLine()
    {
        var file = await WriteConfigAsync("{\n  \"rule\": advisory\n}");
        await using var pack = await new FakePack().StartAsync();

        var error = await Assert.ThrowsAsync<ConfigurationException>(() =>
            _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference with { ConfigFile = file }] })
        );

        Assert.StartsWith($"{file}:2: not well-formed JSON: ", Assert.Single(error.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pack_WithoutProject_IsReportedAsAPack()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_stack.Folder, "pack")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "PulumiPolicy.yaml"), "runtime: dotnet\n");

        var error = await Assert.ThrowsAsync<ProgramException>(() =>
            _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [new PolicyPackReference(folder)] })
        );

        Assert.Equal(
            $"there is no project file in {folder}: a pack with `runtime: dotnet` has one beside its PulumiPolicy.yaml",
            error.Message
        );
    }

    [Fact]
    public async Task Pack_RunsInTheProgramsFolder_AsInPulumi()
    {
        await using var pack = await new FakePack().StartAsync();
        pack.Write("pwd >&2; exit 1");

        var error = await Assert.ThrowsAsync<ProgramException>(() =>
            _stack.PreviewAsync(Program, new OperationOptions { PolicyPacks = [pack.Reference] })
        );

        Assert.EndsWith($"\n{_stack.Folder}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("packs", "demo:unused: 1\n  policies:packs: [no/such/pack]", "there is no policy pack at")]
    [InlineData(
        "no list",
        "demo:unused: 1\n  policies:packs: policies",
        "policies:packs: must be a list of the folders of policy packs, e.g. [policies], not policies"
    )]
    public async Task StackSetting_Invalid_IsReportedWithItsLine(string what, string lines, string message)
    {
        var file = Path.Combine(_stack.Folder, "Pulumi.dev.yaml");
        var before = (await File.ReadAllLinesAsync(file)).Length;
        await File.AppendAllTextAsync(file, $"config:\n  {lines}\n");

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => _stack.PreviewAsync(Program));

        Assert.True(
            Assert.Single(error.Problems).StartsWith($"{file}:{before + 3}: {message}", StringComparison.Ordinal),
            $"{what}: {error.Message}"
        );
    }

    [Fact]
    public async Task StackSetting_NamesPacks_RunsThem()
    {
        await using var pack = await new FakePack().StartAsync();
        await File.AppendAllTextAsync(
            Path.Combine(_stack.Folder, "Pulumi.dev.yaml"),
            $"config:\n  policies:packs: [{pack.Reference.Path}]\n"
        );

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

    private async Task<string> WriteConfigAsync(string text)
    {
        var file = Path.Combine(_stack.Folder, "policies.json");
        await File.WriteAllTextAsync(file, text);
        return file;
    }
}
