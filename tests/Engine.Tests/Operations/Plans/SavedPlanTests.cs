using Engine.Tests.Support;
using Infra.Engine.Errors;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Resources.Selection;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations.Plans;

public sealed class SavedPlanTests : IDisposable
{
    private readonly TestStack _stack = new();

    private string PlanFile => Path.Combine(_stack.Folder, "plan.json");

    private OperationOptions Saving => new() { PlanToSave = PlanFile };

    private OperationOptions Following => new() { Plan = PlanFile, SkipPreview = true };

    [Fact]
    public async Task Up_WithThePlanOfAPreview_CreatesWhatItSays_WithThePlannedNames()
    {
        _stack.Cloud.NamesObjects = true;
        var planned = await _stack.PreviewAsync(TwoThings, Saving);
        var outcome = await _stack.UpAsync(TwoThings, Following);

        Assert.Empty(_stack.Errors);
        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(GetName(planned), GetName(outcome));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PlanFile));
        }

        static PropertyValue? GetName(OperationOutcome outcome) => Find(outcome, "first").Inputs.Find("name");
    }

    [Fact]
    public async Task Up_AResourceThatThePlanLacks_IsRefusedBeforeAnythingIsTouched()
    {
        await _stack.PreviewAsync(TwoThings, Saving);

        var outcome = await _stack.UpAsync(
            async program =>
            {
                await TwoThings(program);
                await program.ThingAsync("third");
            },
            Following
        );

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(["create is not allowed by the plan: no steps were expected for this resource"], _stack.Errors);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_InputsThatDifferFromThePlan_AreRefusedByPath()
    {
        await _stack.UpAsync(program => program.ThingAsync("first", PropertyMap.Create(("size", 1d))));
        await _stack.PreviewAsync(program => program.ThingAsync("first", PropertyMap.Create(("size", 2d))), Saving);

        var outcome = await _stack.UpAsync(program => program.ThingAsync("first", PropertyMap.Create(("size", 3d))), Following);

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.EndsWith("violates plan: properties changed: size", Assert.Single(_stack.Errors), StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_ResourceOfThePlanIsLeftOut_Fails()
    {
        await _stack.PreviewAsync(TwoThings, Saving);

        var outcome = await _stack.UpAsync(program => program.ThingAsync("first", PropertyMap.Create(("size", 1d))), Following);

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Contains("expected resource operations for", Assert.Single(_stack.Errors), StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_EverythingHasChangedSince_NamesAllOfItAndTouchesNothing()
    {
        File.WriteAllText(Path.Combine(_stack.Folder, "services.yaml"), "services: {}");
        await _stack.PreviewAsync(TwoThings, Saving with { PlanLifetime = TimeSpan.Zero });
        await _stack.UpAsync(TwoThings);
        File.WriteAllText(Path.Combine(_stack.Folder, "services.yaml"), "services: {catalog: {}}");
        File.AppendAllText(Path.Combine(_stack.Folder, "Pulumi.dev.yaml"), "config:\n  demo:color: blue\n");
        _stack.Cloud.Identity = "cloud-2";

        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() => _stack.UpAsync(TwoThings, Following));

        foreach (
            var difference in (string[])
                [
                    "it expired at ",
                    "configuration: demo:color is new",
                    "program: services.yaml differs",
                    "state: the stack was updated since",
                    "cluster of the provider default_1_2_3: it is another one (cloud-2 instead of cloud-1)",
                ]
        )
        {
            Assert.Contains(difference, error.Message, StringComparison.Ordinal);
        }

        Assert.Empty(_stack.Cloud.Calls);
    }

    [Fact]
    public async Task Up_ThePlanIsOfAnotherStack_IsRefused()
    {
        await _stack.PreviewAsync(TwoThings, Saving);
        var other = _stack.AddStack("demo", "prod");
        var operations = new StackOperations(_stack.Workspace, other, () => new ScriptedProgram(TwoThings));

        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() =>
            operations.UpAsync(Following, _ => Task.FromResult(true), _ => { })
        );

        Assert.Contains(
            "stack: the plan is one of organization/demo/dev, not of organization/demo/prod",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("version", "it has version 2 of the format, not 1")]
    [InlineData("truncated", "it is truncated or damaged")]
    [InlineData("changed", "it was changed after it was made")]
    [InlineData("other", "it is not a saved plan")]
    public async Task Up_TheFileIsNotThePlanThatWasMade_IsRefused(string damage, string reason)
    {
        await _stack.PreviewAsync(TwoThings, Saving);
        var text = await File.ReadAllTextAsync(PlanFile);
        await File.WriteAllTextAsync(
            PlanFile,
            damage switch
            {
                "version" => text.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal),
                "truncated" => text[..^20],
                "changed" => text.Replace("[\"create\"]", "[\"delete\"]", StringComparison.Ordinal),
                _ => "{}",
            }
        );

        var error = await Assert.ThrowsAsync<InvalidOperationRequestException>(() => _stack.UpAsync(TwoThings, Following));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.Calls);
    }

    [Fact]
    public async Task Preview_SavesSecretsEncrypted()
    {
        PropertyValue secret = "hunter2hunter2";
        Task Program(ProgramClient program) => program.ThingAsync("first", PropertyMap.Create(("password", secret.MakeSecret())));
        File.AppendAllText(Path.Combine(_stack.Folder, "Pulumi.dev.yaml"), "config:\n  demo:color: blueblueblue\n");
        await _stack.PreviewAsync(Program, Saving);

        var text = await File.ReadAllTextAsync(PlanFile);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("blueblueblue", text, StringComparison.Ordinal);
        Assert.Equal(OperationResult.Succeeded, (await _stack.UpAsync(Program, Following)).Result);
    }

    [Fact]
    public async Task APlan_CannotBeCombinedWithARefresh()
    {
        await Assert.ThrowsAsync<InvalidOperationRequestException>(() => _stack.PreviewAsync(TwoThings, Saving with { Refresh = true }));
        await _stack.PreviewAsync(TwoThings, Saving);
        await Assert.ThrowsAsync<InvalidOperationRequestException>(() => _stack.UpAsync(TwoThings, Following with { Refresh = true }));

        Assert.Empty(_stack.Cloud.Calls);
    }

    [Fact]
    public async Task Preview_ThatFails_SavesNoPlan()
    {
        await _stack.PreviewAsync(program => program.ThingAsync("first", PropertyMap.Create(("wrong", 1d))), Saving);

        Assert.False(File.Exists(PlanFile));
    }

    [Fact]
    public async Task Up_ThePlanIsLimitedToTargets_LimitsTheUpdate()
    {
        await _stack.PreviewAsync(TwoThings, Saving with { Selection = new ResourceSelection { Targets = [UrnPattern.Parse("first")] } });

        var outcome = await _stack.UpAsync(TwoThings, Following);

        Assert.Empty(_stack.Errors);
        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["create first"], _stack.Cloud.ChangingCalls);
    }

    public void Dispose() => _stack.Dispose();

    // The second thing takes a value that is unknown when the plan is made.
    private static async Task TwoThings(ProgramClient program)
    {
        var first = await program.ThingAsync("first", PropertyMap.Create(("size", 1d)));
        await program.ThingAsync("second", PropertyMap.Create(("of", first.Outputs.Find("self") ?? new PropertyUnknown())));
    }

    private static Infra.Engine.Resources.ResourceState Find(OperationOutcome outcome, string name) =>
        outcome.State.Resources.Single(resource => resource.Urn.Name == name);
}
