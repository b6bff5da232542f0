using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>The events of operations, as Pulumi publishes them.</summary>
public sealed class EventTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task FailedStep_IsFollowedByAClosingLine()
    {
        _stack.Cloud.Before = (_, _, _) => throw new ResourceProviderException("the service says no");
        await _stack.UpAsync(program => program.ThingAsync("broken"));

        Assert.Equal(["the service says no", "update failed"], _stack.AllErrors);
        Assert.IsType<SummaryEvent>(_stack.Events[^1]);
    }

    [Fact]
    public async Task RefusedRegistration_HasNoClosingLine()
    {
        await _stack.UpAsync(program => program.ThingAsync("thing", PropertyMap.Create(("wrong", true))));

        Assert.DoesNotContain("update failed", _stack.AllErrors);
        Assert.Single(_stack.AllErrors);
    }

    [Fact]
    public async Task Preview_EndsAComponentAtOnceAndAgainWithItsOutputs()
    {
        static async Task Program(ProgramClient program)
        {
            var group = await program.ComponentAsync("group");
            await program.OutputsAsync(group.Urn, PropertyMap.Create(("size", 1)));
        }

        await _stack.PreviewAsync(Program);
        Assert.Equal(2, _stack.Events.OfType<ResourceOutputsEvent>().Count(outputs => outputs.Step.Urn.Name == "group"));

        await _stack.UpAsync(Program);
        Assert.Single(_stack.Events.OfType<ResourceOutputsEvent>(), outputs => outputs.Step.Urn.Name == "group");
    }

    [Fact]
    public async Task Preview_FailedStep_HasNoEnd()
    {
        await _stack.UpAsync(program => program.ThingAsync("keep", configure: request => request.Protect = true));

        await _stack.PreviewAsync(_ => Task.CompletedTask);

        Assert.Contains(_stack.Events, shown => shown is ResourcePreEvent { Step: { Urn.Name: "keep", Operation: StepOperation.Delete } });
        Assert.DoesNotContain(_stack.Events, shown => shown is ResourceFailedEvent or ResourceOutputsEvent { Step.Urn.Name: "keep" });
        Assert.Equal("preview failed", _stack.AllErrors.Last());
    }

    [Fact]
    public async Task ProgramThatFailsWithoutOutputs_LeavesTheStackIncomplete()
    {
        await _stack.UpAsync(_ => throw new ProgramErrorException("the program fails"));

        Assert.DoesNotContain(_stack.Events, shown => shown is ResourceOutputsEvent { Step.Type: Urn.StackType });
    }

    [Fact]
    public async Task FailedDeletion_MakesTheStateUncertain()
    {
        await _stack.UpAsync(program => program.ThingAsync("stuck"));
        _stack.Cloud.Before = (_, _, _) => throw new ResourceProviderException("no answer");

        await _stack.UpAsync(_ => Task.CompletedTask);

        Assert.True(_stack.Events.OfType<SummaryEvent>().Single().IsUncertain);
    }

    [Fact]
    public async Task Read_IsCountedOnlyIfTheObjectHasChanged()
    {
        _stack.Cloud.Objects["outside"] = PropertyMap.Create(("size", 1));
        Task Program(ProgramClient program) => program.ReadAsync("seen", "outside");
        await _stack.UpAsync(Program);

        Assert.DoesNotContain(StepOperation.Read, (await _stack.UpAsync(Program)).ResourceChanges.Keys);

        _stack.Cloud.Objects["outside"] = PropertyMap.Create(("size", 2));
        Assert.Equal(1, (await _stack.UpAsync(Program)).ResourceChanges[StepOperation.Read]);
    }

    public void Dispose() => _stack.Dispose();
}
