using CsCheck;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Engine.Tests.Deployments.Generated;

/// <summary>Random programs and faults one after the other. A failure is shrunk, and its message has the seed.</summary>
public sealed class GeneratedDeploymentTests
{
    private const int Cases = 10_000;

    [Fact]
    public Task Update_AnyProgramsAndFaults_LeavesAValidStateAndLosesNoObject() =>
        GeneratedPrograms.Cases.SampleAsync(
            async updates =>
            {
                var stack = new GeneratedStack();
                foreach (var update in updates)
                {
                    await stack.UpdateAsync(update);
                    CheckNothingIsLost(stack);
                }

                var last = updates[^1] with { Faults = [] };
                Assert.True(await stack.UpdateAsync(last), "an update without faults fails");
                CheckNothingIsLost(stack);
                int[] keys = last.IsDestroy ? [] : [.. last.Program.Select(resource => resource.Key).Order()];
                Assert.Equal(keys, stack.Cloud.Objects.Values.Select(item => int.Parse(item.Key, null)).Order());
                Assert.Empty(stack.State.PendingOperations);
                Assert.DoesNotContain(stack.State.Resources, resource => resource.Delete || resource.PendingReplacement);

                var changes = stack.Cloud.Changes;
                Assert.True(await stack.UpdateAsync(last));
                Assert.Equal(changes, stack.Cloud.Changes);
            },
            iter: Cases,
            print: updates => string.Join('\n', updates.AsEnumerable())
        );

    /// <summary>Every object is in the state, or the state has an operation that may have made it.</summary>
    private static void CheckNothingIsLost(GeneratedStack stack)
    {
        var ids = stack.State.Resources.Select(resource => resource.Id).ToHashSet();
        var pending = stack
            .State.PendingOperations.Where(operation => operation.Type == PendingOperationType.Creating)
            .Select(operation => operation.Resource.Urn.Name[1..])
            .ToHashSet();
        Assert.All(stack.Cloud.Objects, item =>
            Assert.True(ids.Contains(item.Key) || pending.Contains(item.Value.Key), $"{item.Key} is lost")
        );
        Assert.All(
            stack.State.Resources.Where(resource =>
                resource.Custom && !resource.PendingReplacement && !ProviderType.IsProvider(resource.Type)
            ),
            resource =>
                Assert.True(
                    stack.Cloud.Objects.ContainsKey(resource.Id)
                        || stack.State.PendingOperations.Any(operation => operation.Resource.Id == resource.Id),
                    $"{resource.Urn.Name} does not exist"
                )
        );
    }
}
