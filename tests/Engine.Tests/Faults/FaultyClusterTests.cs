using System.Globalization;
using Engine.Tests.Support;
using Infra.Engine.Events;
using Infra.Engine.Operations;
using Infra.Engine.State;
using Infra.Simulator.Objects;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Xunit.Abstractions;

namespace Engine.Tests.Faults;

/// <summary>A stack's whole life over a connection on which every fifth request fails, hangs or loses its answer.</summary>
public sealed class FaultyClusterTests(ITestOutputHelper output)
{
    private const int Percentage = 20;

    /// <summary>Time-outs of a minute take two seconds.</summary>
    private const int Speed = 30;

    private static readonly OperationOptions Options = new() { SkipPreview = true, Parallel = 16 };

    [Theory]
    [InlineData(HttpProtocols.Http1)]
    [InlineData(HttpProtocols.Http2)]
    public async Task LifeCycle_EveryFifthRequestIsFaulty_ConvergesWithoutDoublesAndOrphans(HttpProtocols protocol)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"TEST_SEED={seed}");
        var plan = new FaultPlan(seed, Percentage);
        await using var cluster = await FaultyCluster.StartAsync(plan, protocol, new AcceleratedTime(Speed));
        using var stack = new TestStack(provider: cluster);

        await SucceedAsync(stack.UpAsync(new ShopProgram(1, 1).RunAsync, Options));
        AssertComplete(ShopProgram.Count);
        await SucceedAsync(stack.UpAsync(new ShopProgram(2, 1).RunAsync, Options));
        AssertComplete(ShopProgram.Count);
        await SucceedAsync(stack.UpAsync(new ShopProgram(2, 2).RunAsync, Options));
        AssertComplete(ShopProgram.Count);
        await SucceedAsync(stack.RefreshAsync(Options));
        Assert.DoesNotContain(stack.Steps, step => !step.StartsWith("same", StringComparison.Ordinal));
        await SucceedAsync(stack.DestroyAsync(Options));
        AssertComplete(0);
        Assert.Empty(stack.State.Resources);
        output.WriteLine(string.Join(", ", plan.Drawn.OrderBy(entry => entry.Key).Select(entry => $"{entry.Key} {entry.Value}")));

        async Task SucceedAsync(Task<OperationOutcome> operation)
        {
            var outcome = await operation;
            Assert.True(
                outcome.Result == OperationResult.Succeeded,
                $"TEST_SEED={seed} {string.Join('\n', stack.AllErrors.Concat(cluster.Failures))}"
            );
            Assert.Empty(stack.State.PendingOperations);
            Assert.Empty(SnapshotIntegrity.Verify(stack.State));
        }

        void AssertComplete(int count)
        {
            foreach (var (type, prefix) in Types)
            {
                var names = cluster.List(type, ShopProgram.Space).Where(name => name.StartsWith(prefix, StringComparison.Ordinal));
                Assert.Equal(
                    Enumerable.Range(0, count).Select(index => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}")),
                    names.Select(name => name.Split('-')[0])
                );
            }
        }
    }

    private static readonly (GroupResource Type, string Prefix)[] Types =
    [
        (GroupResource.ConfigMaps, "config"),
        (GroupResource.Secrets, "token"),
        (GroupResource.ServiceAccounts, "account"),
        (GroupResource.Services, "service"),
    ];
}
