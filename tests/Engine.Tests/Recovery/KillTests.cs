using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Engine.Tests.Support;
using Infra.Engine.Operations;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Xunit.Abstractions;

namespace Engine.Tests.Recovery;

/// <summary>After kills at random boundaries, the next update leaves neither an orphan nor anything to delete by hand.</summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const string Space = "apps";

    private readonly SimulatedApi _api = new();
    private readonly StringBuilder _log = new();

    [Theory]
    [InlineData(1, 500)]
    [InlineData(4, 150)] // Fewer, to take seconds: more of its updates end before the kill.
    public async Task Up_AfterKillsAtAnyBoundary_LeavesNoOrphanAndNothingToDeleteByHand(int parallel, int kills)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("TEST_SEED"), CultureInfo.InvariantCulture, out var given)
            ? given
            : Random.Shared.Next();
        output.WriteLine($"TEST_SEED={seed}");
        await _api.SendAsync("POST", "api/v1/namespaces", Namespace());
        try
        {
            await RunAsync(new Random(seed), parallel, kills);
        }
        catch (Exception error)
        {
            Assert.Fail($"TEST_SEED={seed}\n{_log}{error}");
        }
    }

    public void Dispose() => _api.Dispose();

    private async Task RunAsync(Random random, int parallel, int kills)
    {
        using var stack = new TestStack(provider: _api);
        using var killed = new KilledUpdates(stack, _api, forgetsRecords: parallel == 1);
        var backend = new RandomBackend(random, Space);
        var options = new OperationOptions { SkipPreview = true, Parallel = parallel };
        var objects = backend.Draw();
        var killedUpdates = 0;
        while (killedUpdates < kills)
        {
            // Often the same program again, as after a crash; sometimes another, or a destroy.
            objects = random.Next(2) == 0 ? objects : backend.Draw();
            var isDestroy = random.Next(6) == 0;

            // Most programs have fewer than eight requests, of three boundaries each, or of two with several operations at a time.
            var boundary = random.Next(1, parallel == 1 ? 24 : 16);
            _log.Append(CultureInfo.InvariantCulture, $"{(isDestroy ? "destroy" : string.Join(", ", objects))}, boundary {boundary}\n");
            var isKilled = await killed.RunAsync(
                () => isDestroy ? stack.DestroyAsync(options) : stack.UpAsync(backend.Program(objects), options),
                boundary,
                hasTornTail: random.Next(4) == 0
            );
            if (isKilled)
            {
                killedUpdates++;
                _log.Append("  killed\n");
                continue;
            }

            await CheckAsync(stack, backend, isDestroy ? [] : objects);
        }

        await stack.UpAsync(backend.Program(objects), options);
        await CheckAsync(stack, backend, objects);
        await stack.DestroyAsync(options);
        await CheckAsync(stack, backend, []);
    }

    private async Task CheckAsync(TestStack stack, RandomBackend backend, IReadOnlyList<RandomObject> objects)
    {
        Assert.Equal(RandomBackend.Expect(objects), await backend.ListAsync(_api));
        var state = stack.State;
        Assert.Empty(SnapshotIntegrity.Verify(state));
        Assert.Empty(state.PendingOperations);
        Assert.Equal(
            objects.Select(item => item.Name).Order(StringComparer.Ordinal),
            state
                .Resources.Where(resource => resource.Custom && !ProviderType.IsProvider(resource.Type))
                .Select(resource => resource.Urn.Name)
                .Order(StringComparer.Ordinal)
        );
    }

    private static JsonObject Namespace() =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Namespace",
            ["metadata"] = new JsonObject { ["name"] = Space },
        };
}
