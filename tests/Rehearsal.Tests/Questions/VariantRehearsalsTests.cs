using CsCheck;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Questions;

/// <summary>Variants are rehearsed several at a time; what is found does not depend on how many.</summary>
public sealed class VariantRehearsalsTests
{
    [Fact]
    public async Task RunAsync_OfAnyVariants_FindsTheSameWhateverRunsAtATime() =>
        await Gen.Select(Gen.Int[1, 50].Array[0, 20], Gen.Int[1, 8])
            .SampleAsync(
                async (pods, parallel) =>
                {
                    var found = await FindAsync(pods, new VariantRehearsals(Run, parallel));

                    Assert.Equal(pods.Select(count => $"{count}"), found);
                }
            );

    [Fact]
    public async Task RunAsync_NeverRunsMoreAtATimeThanAllowed()
    {
        var (running, most) = (0, 0);
        var gate = new Lock();
        var rehearsals = new VariantRehearsals(
            (stack, plan, _) =>
            {
                var now = Interlocked.Increment(ref running);
                lock (gate)
                {
                    most = Math.Max(most, now);
                }

                Interlocked.Decrement(ref running);
                return Run(stack, plan, default);
            },
            parallel: 2
        );

        await FindAsync(Enumerable.Range(1, 40).ToArray(), rehearsals);

        Assert.InRange(most, 1, 2);
    }

    [Fact]
    public async Task RunAsync_WhenCancelled_HasWhatCameToItsEnd()
    {
        using var source = new CancellationTokenSource();
        var rehearsals = new VariantRehearsals(
            (stack, plan, cancelled) =>
            {
                if (plan.Seed == 3)
                {
                    source.Cancel();
                }

                var result = Run(stack, plan, cancelled);
                return cancelled.IsCancellationRequested ? result with { Reached = TimeSpan.Zero } : result;
            },
            parallel: 1
        );

        Assert.Equal(["1", "2", null, null], await FindAsync([1, 2, 3, 4], rehearsals, source.Token));
    }

    [Fact]
    public async Task RunAsync_IfAVariantCannotBeLoaded_Fails() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            new VariantRehearsals(Run).RunAsync(
                [new Variant("bad", _ => throw new InvalidOperationException("no such stack"))],
                (_, result) => result,
                default
            )
        );

    private static RehearsalResult Run(
        Infra.Rehearsal.Stacks.StackObjects stack,
        Infra.Rehearsal.Plans.RehearsalPlan plan,
        CancellationToken cancellation
    ) => Found.Result((int)plan.Seed);

    private static Task<IReadOnlyList<string?>> FindAsync(
        int[] pods,
        VariantRehearsals rehearsals,
        CancellationToken cancellation = default
    ) =>
        rehearsals.RunAsync(
            [.. pods.Select(count => Variant.Of($"{count}", Found.Stack, Found.Plan with { Seed = (ulong)count }))],
            (variant, result) => result.Services[1].Samples[0].Pods == int.Parse(variant.Name) ? variant.Name : "another's",
            cancellation
        );
}
