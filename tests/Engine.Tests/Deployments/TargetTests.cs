using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.Resources.Selection;
using Infra.Engine.State;
using Infra.Protocol.Values;

namespace Engine.Tests.Deployments;

/// <summary>Operations on some resources of a stack: a; b, which depends on a; c; d, which depends on b.</summary>
public sealed class TargetTests : IDisposable
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task Up_Target_LeavesOldResourcesAndSkipsNewOnes()
    {
        await _stack.UpAsync(Program("1", "a", "b"));

        var outcome = await _stack.UpAsync(Program("2", "a", "b", "c"), Targeting("a"));

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["update a"], _stack.Cloud.ChangingCalls);
        Assert.Equal(["a 2", "b 1"], Values());
        Assert.Equal((1, 3), (outcome.ResourceChanges[StepOperation.Update], outcome.ResourceChanges[StepOperation.Same]));
    }

    [Fact]
    public async Task Up_TargetDependents_IncludesIndirectDependents()
    {
        await _stack.UpAsync(Program("1", "a", "b", "c", "d"));

        await _stack.UpAsync(Program("2", "a", "b", "c", "d"), Targeting("a", withDependents: true));

        Assert.Equal(["a 2", "b 2", "c 1", "d 2"], Values());
    }

    [Theory]
    [InlineData(false, "a 1,b 2,c 2")]
    [InlineData(true, "a 1,b 1,c 2")]
    public async Task Up_Exclude_LeavesTheResource(bool withDependents, string expected)
    {
        await _stack.UpAsync(Program("1", "a", "b", "c"));

        var selection = new ResourceSelection { Excludes = [UrnPattern.Parse("a")], ExcludesDependents = withDependents };
        await _stack.UpAsync(Program("2", "a", "b", "c"), With(selection));

        Assert.Equal(expected, string.Join(',', Values()));
    }

    [Fact]
    public async Task Up_TargetDependsOnASkippedResource_FailsBeforeAnythingIsCreated()
    {
        var outcome = await _stack.UpAsync(Program("1", "a", "b"), Targeting("b"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Empty(_stack.Cloud.ChangingCalls);
        Assert.Contains(_stack.Errors, error => error.Contains("which was was not specified in --target list", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Up_UnknownTarget_FailsAndChangesNothing()
    {
        await _stack.UpAsync(Program("1", "a"));

        var outcome = await _stack.UpAsync(Program("2", "a"), Targeting("nothere"));

        Assert.Equal(OperationResult.Failed, outcome.Result);
        Assert.Equal(
            "Target 'nothere' could not be found in the stack. Did you forget to escape $ in your shell?",
            Assert.Single(_stack.Errors)
        );
        Assert.Equal(["a 1"], Values());
    }

    [Fact]
    public async Task Up_UntargetedResourceNeedsOneTheProgramNoLongerHas_BothStay()
    {
        await _stack.UpAsync(Program("1", "a", "b", "c"));

        var outcome = await _stack.UpAsync(Program("2", "b", "c"), Targeting("a", "c"));

        Assert.Equal(OperationResult.Succeeded, outcome.Result);
        Assert.Equal(["a 1", "b 1", "c 2"], Values());
        Assert.Empty(SnapshotIntegrity.Verify(_stack.State));
    }

    [Fact]
    public async Task Up_Replace_ReplacesAnUnchangedResource()
    {
        await _stack.UpAsync(Program("1", "a", "c"));

        await _stack.UpAsync(Program("1", "a", "c"), With(new ResourceSelection { Replaces = [UrnPattern.Parse("**::a")] }));

        Assert.Equal(["create a", "delete a"], _stack.Cloud.ChangingCalls);
        Assert.Contains("replace a", _stack.Steps);
    }

    [Fact]
    public async Task Up_ReplacedTarget_IsDeletedAlthoughUntargetedResourcesDependOnIt()
    {
        _stack.Cloud.ReplaceKeys.Add("v");
        await _stack.UpAsync(Program("1", "a", "b", "c"));

        await _stack.UpAsync(Program("2", "a", "b", "c"), Targeting("a"));

        Assert.Equal(["create a", "delete a"], _stack.Cloud.ChangingCalls);
        Assert.Equal(["a 2", "b 1", "c 1"], Values());
        Assert.Empty(SnapshotIntegrity.Verify(_stack.State));
    }

    [Fact]
    public async Task Up_ExcludedReplacedResource_IsDeletedLater()
    {
        _stack.Cloud.ReplaceKeys.Add("v");
        await _stack.UpAsync(Program("1", "a", "b"));

        // b needs the old a as long as it is left as it is.
        await _stack.UpAsync(Program("2", "a", "b"), With(new ResourceSelection { Excludes = [UrnPattern.Parse("b")] }));
        Assert.Equal(["create a"], _stack.Cloud.ChangingCalls);

        await _stack.UpAsync(Program("2", "a", "b"));
        Assert.Equal(["create b", "delete b", "delete a"], _stack.Cloud.ChangingCalls);
    }

    [Fact]
    public async Task Destroy_TargetWithDependents_IsRefusedUnlessTheyAreIncluded()
    {
        await _stack.UpAsync(Program("1", "a", "b", "c"));

        var refused = await _stack.DestroyAsync(Targeting("a"));
        Assert.Equal(OperationResult.Failed, refused.Result);
        Assert.Contains("will be destroyed but was not specified in --target list", _stack.Errors.First(), StringComparison.Ordinal);
        Assert.Empty(_stack.Cloud.ChangingCalls);

        var outcome = await _stack.DestroyAsync(Targeting("a", withDependents: true));
        Assert.Equal(["delete b", "delete a"], _stack.Cloud.ChangingCalls);
        Assert.Equal((2, 2), (outcome.ResourceChanges[StepOperation.Delete], outcome.ResourceChanges[StepOperation.Same]));
        Assert.Equal(["c 1"], Values());
    }

    [Fact]
    public async Task Destroy_Exclude_KeepsTheResourceAndItsDependencies()
    {
        await _stack.UpAsync(Program("1", "a", "b", "c"));

        await _stack.DestroyAsync(With(new ResourceSelection { Excludes = [UrnPattern.Parse("b")] }));

        Assert.Equal(["delete c"], _stack.Cloud.ChangingCalls);
        Assert.Empty(SnapshotIntegrity.Verify(_stack.State));
    }

    public void Dispose() => _stack.Dispose();

    private static OperationOptions With(ResourceSelection selection) => new() { SkipPreview = true, Selection = selection };

    private static OperationOptions Targeting(string target, bool withDependents = false) =>
        With(new ResourceSelection { Targets = [UrnPattern.Parse(target)], IncludesDependents = withDependents });

    private static OperationOptions Targeting(string first, string second) =>
        With(new ResourceSelection { Targets = [UrnPattern.Parse(first), UrnPattern.Parse(second)] });

    private static Func<ProgramClient, Task> Program(string value, params string[] names) =>
        async program =>
        {
            var urns = new Dictionary<string, string>();
            foreach (var name in names)
            {
                var dependency = name switch
                {
                    "b" => "a",
                    "d" => "b",
                    _ => "",
                };
                var thing = await program.ThingAsync(name, PropertyMap.Create(("v", value)), request =>
                {
                    if (urns.TryGetValue(dependency, out var urn))
                    {
                        request.Dependencies.Add(urn);
                    }
                });
                urns[name] = thing.Urn;
            }
        };

    private IEnumerable<string> Values() =>
        _stack
            .State.Resources.Where(resource => resource.Type == "fake:index:Thing")
            .Select(resource => $"{resource.Urn.Name} {((PropertyString)resource.Inputs["v"]).Value}")
            .Order(StringComparer.Ordinal);
}
