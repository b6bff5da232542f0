using CsCheck;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Questions.Sizing;
using Infra.Rehearsal.Results;
using Size = Infra.Rehearsal.Questions.Sizing.Size;

namespace Rehearsal.Tests.Questions;

/// <summary>The sizes that are found were rehearsed as they are and hold, whatever the system is.</summary>
public sealed class SizeSearchTests
{
    private const double Mebi = 1024 * 1024;

    private static readonly RightSize _template = new()
    {
        Stack = "prod",
        Scenario = "campaign",
        Before = null,
        After = null,
        Changes = [],
        Runs = 0,
    };

    [Fact]
    public async Task FindAsync_OfAnySystem_ReturnsSizesThatWereTriedAndHold() =>
        await Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20], Gen.Double[0.05, 2], Gen.Double[0.01, 2])
            .SampleAsync(
                async (replicas, needed, cpu, used) =>
                {
                    var system = new FakeSystem(pods => pods >= needed) { CpuUse = used };
                    var found = await system.FindAsync(
                        new Size("web", SizeKind.Replicas, replicas),
                        new Size("web", SizeKind.CpuRequest, cpu)
                    );

                    Assert.InRange(system.Runs, 1, SizeSearch.MaxRuns);
                    Assert.Equal(system.Runs, found.Runs);
                    Assert.Contains(Key(found.Changes.Select(change => change.Size)), system.Tried);
                    if (replicas >= needed)
                    {
                        Assert.Empty(found.Failures);
                        Assert.Equal(needed, Value(found, SizeKind.Replicas, replicas));
                        Assert.True(found.After!.CostPerMonth <= found.Before!.CostPerMonth);
                    }
                }
            );

    [Fact]
    public async Task FindAsync_NamesWhatFailsOneBelow()
    {
        var found = await new FakeSystem(pods => pods >= 5).FindAsync(new Size("web", SizeKind.Replicas, 12));

        var change = Assert.Single(found.Changes);
        Assert.Equal(("12", "5"), (change.Present.Text, change.Size.Text));
        Assert.Equal("4 does not hold: web latency p99 (812 ms, not ≤ 500 ms)", change.Evidence);
    }

    [Fact]
    public async Task FindAsync_DoesNotTakeWhatTheProgramRefuses()
    {
        var found = await new FakeSystem(_ => true) { Accepted = 3 }.FindAsync(new Size("web", SizeKind.Replicas, 12));

        Assert.Equal(3, Value(found, SizeKind.Replicas, 12));
        Assert.Equal("2 does not hold: fault tolerance needs 3", Assert.Single(found.Changes).Evidence);
    }

    [Fact]
    public async Task FindAsync_TakesRequestsFromWhatPodsUsed()
    {
        var system = new FakeSystem(_ => true) { CpuUse = 0.2, MemoryUse = 100 * Mebi };
        var found = await system.FindAsync(
            new Size("web", SizeKind.CpuRequest, 1),
            new Size("web", SizeKind.MemoryRequest, 512 * Mebi),
            new Size("web", SizeKind.MemoryLimit, 1024 * Mebi)
        );

        Assert.InRange(Value(found, SizeKind.CpuRequest, 1), 0.2, 0.23);
        Assert.Equal((112 * Mebi, 144 * Mebi), (Value(found, SizeKind.MemoryRequest, 0), Value(found, SizeKind.MemoryLimit, 0)));
    }

    [Fact]
    public async Task FindAsync_OfFewerPods_RequestsWhatEachOfThemUses() =>
        await Gen.Select(Gen.Int[1, 20], Gen.Int[1, 20])
            .SampleAsync(
                async (replicas, needed) =>
                {
                    var system = new FakeSystem(pods => pods >= needed) { CpuOfAll = 2 };
                    var found = await system.FindAsync(
                        new Size("web", SizeKind.Replicas, replicas),
                        new Size("web", SizeKind.CpuRequest, 4)
                    );

                    Assert.InRange(Value(found, SizeKind.CpuRequest, 4), 2 / Value(found, SizeKind.Replicas, replicas), 4);
                }
            );

    [Fact]
    public async Task FindAsync_NeverGoesBelowTheFewestPods()
    {
        var found = await new FakeSystem(_ => true) { Fewest = 3 }.FindAsync(new Size("web", SizeKind.Replicas, 12));

        Assert.Equal(3, Value(found, SizeKind.Replicas, 12));
    }

    [Fact]
    public async Task FindAsync_IfThePresentSizesFail_RaisesThem()
    {
        var found = await new FakeSystem(pods => pods >= 7).FindAsync(new Size("web", SizeKind.Replicas, 4));

        Assert.Empty(found.Failures);
        Assert.Equal(7, Value(found, SizeKind.Replicas, 4));
    }

    [Fact]
    public async Task FindAsync_IfNoSizeMendsAFailure_KeepsTheRestAndSaysWhatFails()
    {
        var found = await new FakeSystem(pods => pods >= 5) { AlwaysFails = true }.FindAsync(new Size("web", SizeKind.Replicas, 12));

        Assert.Equal("detection", Assert.Single(found.Failures).Name);
        Assert.Equal(5, Value(found, SizeKind.Replicas, 12));
    }

    [Fact]
    public async Task FindAsync_IfNothingIsExpected_ChangesNothing()
    {
        var found = await new FakeSystem(null).FindAsync(new Size("web", SizeKind.Replicas, 12));

        Assert.Empty(found.Changes);
        Assert.Equal(ExpectationOutcome.Unknown, found.After!.Outcome);
    }

    [Fact]
    public async Task FindAsync_WhenCancelled_ReturnsTheBestThatWasVerified() =>
        await Gen.Int[1, 8]
            .SampleAsync(async runs =>
            {
                using var source = new CancellationTokenSource();
                var system = new FakeSystem(pods => pods >= 2) { EndsAfter = (runs, source) };
                var found = await system.FindAsync(new Size("web", SizeKind.Replicas, 40));

                Assert.Contains(Key(found.Changes.Select(change => change.Size)), system.Tried.Append(""));
                Assert.Empty(found.Failures);
                Assert.Equal(source.IsCancellationRequested, found.IsInterrupted);
            });

    private static double Value(RightSize found, SizeKind kind, double present) =>
        found.Changes.FirstOrDefault(change => change.Size.Kind == kind)?.Size.Value ?? present;

    private static string Key(IEnumerable<Size> sizes) =>
        string.Join('|', sizes.Select(size => $"{size.Service} {size.Kind} {size.Text}").Order(StringComparer.Ordinal));

    /// <summary>A service that holds with enough pods, and costs what it requests.</summary>
    private sealed class FakeSystem(Func<double, bool>? holds)
    {
        private IReadOnlyList<Size> _present = [];

        public double CpuUse { get; init; } = 0.1;

        /// <summary>What all pods use together, each its part; null if each uses <see cref="CpuUse"/>.</summary>
        public double? CpuOfAll { get; init; }

        public double MemoryUse { get; init; } = 100 * Mebi;

        public int Fewest { get; init; } = 1;

        public int Accepted { get; init; }

        public bool AlwaysFails { get; init; }

        public (int Runs, CancellationTokenSource Source)? EndsAfter { get; init; }

        public int Runs { get; private set; }

        public List<string> Tried { get; } = [];

        public Task<RightSize> FindAsync(params Size[] present)
        {
            _present = present;
            var basis = new SizeBasis
            {
                Sizes = present,
                FewestPods = new Dictionary<string, double> { ["web"] = Fewest },
            };
            return SizeSearch.FindAsync(_template, TryAsync, basis, null, EndsAfter?.Source.Token ?? default);
        }

        private Task<IReadOnlyList<SizeTrial?>> TryAsync(IReadOnlyList<IReadOnlyList<Size>> candidates, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<SizeTrial?>>([.. candidates.Select(Try)]);

        private SizeTrial? Try(IReadOnlyList<Size> sizes)
        {
            if (++Runs > EndsAfter?.Runs)
            {
                EndsAfter.Value.Source.Cancel();
                return null;
            }

            var pods = Of(sizes, SizeKind.Replicas) ?? 1;
            if (pods < Accepted)
            {
                return new SizeTrial { Errors = [$"fault tolerance needs {Accepted}"] };
            }

            Tried.Add(Key(sizes.Where(size => _present.First(one => one.Kind == size.Kind).Text != size.Text)));
            ExpectationResult[] expectations =
            [
                .. holds is null ? [] : new[] { Found.Judged("web", "latency p99", holds(pods)) },
                .. AlwaysFails ? [Found.Judged("web", "detection", false)] : Array.Empty<ExpectationResult>(),
            ];
            var requested = pods * (Of(sizes, SizeKind.CpuRequest) ?? 1);
            return new SizeTrial
            {
                Figures = VariantFigures.Of(Found.Result(1, expectations)) with { CostPerMonth = requested },
                Use = new StackUse
                {
                    Requested = requested,
                    Pods = new Dictionary<string, PodUse> { ["web"] = new(CpuOfAll / pods ?? CpuUse, MemoryUse, (int)pods) },
                },
            };
        }

        private double? Of(IReadOnlyList<Size> sizes, SizeKind kind) =>
            sizes.Concat(_present).FirstOrDefault(size => size.Kind == kind)?.Value;
    }
}
