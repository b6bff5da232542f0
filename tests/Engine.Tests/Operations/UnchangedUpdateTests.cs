using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Protocol.Values;

namespace Engine.Tests.Operations;

/// <summary>A program that registers the same again is not started for an update that changes nothing.</summary>
public sealed class UnchangedUpdateTests : IDisposable
{
    private readonly TestStack _stack = new() { ContractVersion = 3 };
    private int _starts;
    private string _color = "red";
    private string _output = "a";

    [Fact]
    public async Task Up_PlanWithoutChanges_StartsTheProgramOnce()
    {
        await UpAsync();
        var before = _stack.State;
        _starts = 0;

        var outcome = await UpAsync();

        Assert.Empty(_stack.AllErrors);
        Assert.Equal((1, OperationResult.Succeeded, false), (_starts, outcome.Result, outcome.HasChanges));
        Assert.Equal(before.Resources, _stack.State.Resources);
        Assert.Empty(_stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Up_PlanWithoutChanges_PublishesAndRecordsAnUpdate()
    {
        await UpAsync();

        await UpAsync();

        var updating = _stack.Events.SkipWhile(shown => shown is not SummaryEvent { IsPreview: true }).Skip(1).ToList();
        Assert.IsType<PreludeEvent>(updating[0]);
        Assert.Equal(
            ["same default_1_2_3", "same demo-dev", "same group", "same red"],
            updating.OfType<ResourceOutputsEvent>().Where(done => !done.IsPlanned).Select(Describe).Order(StringComparer.Ordinal)
        );
        Assert.Equal(3, Assert.IsType<SummaryEvent>(updating[^1]).ResourceChanges[StepOperation.Same]);
        Assert.Equal(2, _stack.Workspace.History(_stack.Name).Read().Count);
    }

    [Theory]
    [InlineData(3, "blue")]
    [InlineData(2, "red")]
    public async Task Up_AChange_OrAProgramWithoutThatContract_StartsTheProgramTwice(int version, string color)
    {
        using var stack = new TestStack { ContractVersion = version };
        await UpAsync(stack);
        (_starts, _color) = (0, color);

        await UpAsync(stack);

        Assert.Equal(2, _starts);
    }

    [Fact]
    public async Task Up_NewOutputOfTheStack_IsSaved()
    {
        await UpAsync();
        (_starts, _output) = (0, "b");

        var outcome = await UpAsync();

        Assert.Equal((1, (PropertyValue)"b"), (_starts, Output(outcome.Outputs)));
        Assert.Equal("b", Output(_stack.State.Root!.Outputs));
    }

    public void Dispose() => _stack.Dispose();

    private static PropertyValue Output(PropertyMap outputs) => outputs["out"];

    private static string Describe(ResourceOutputsEvent done) => $"{done.Step.Operation.Name()} {done.Step.Urn.Name}";

    private Task<OperationOutcome> UpAsync(TestStack? stack = null) => (stack ?? _stack).UpAsync(RunAsync, new OperationOptions());

    private async Task RunAsync(ProgramClient program)
    {
        _starts++;
        var group = await program.ComponentAsync("group");
        await program.ThingAsync(_color, configure: request => request.Parent = group.Urn);
        await program.OutputsAsync(group.Urn, PropertyMap.Empty);
        await program.StackOutputsAsync(PropertyMap.Create(("out", _output)));
    }
}
