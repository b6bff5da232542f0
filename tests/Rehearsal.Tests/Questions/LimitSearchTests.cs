using System.Collections.Concurrent;
using CsCheck;
using Infra.Rehearsal.Plans;
using Infra.Rehearsal.Questions;
using Infra.Rehearsal.Requests;
using Infra.Rehearsal.Results;
using Infra.Rehearsal.Stacks;

namespace Rehearsal.Tests.Questions;

/// <summary>The search finds the limit of any system that gets worse with load, and says what it knows of others.</summary>
public sealed class LimitSearchTests
{
    private static readonly StackObjects _stack = new()
    {
        Stack = "prod",
        Objects = [],
        Services = [],
    };

    private static readonly RehearsalPlan _plan = new()
    {
        Scenario = "campaign",
        Duration = TimeSpan.FromHours(1),
        Pools = [],
        Services = [],
        Loads = [Load("gateway", 40, 600), Load("admin", 5, 5)],
    };

    [Fact]
    public async Task FindAsync_OfASystemThatGetsWorseWithLoad_FindsALimitThatHoldsAndSixPercentMoreDoesNot() =>
        await Gen.Double[-5.99, 5.99]
            .Select(exponent => Math.Pow(2, exponent))
            .SampleAsync(async most =>
            {
                var runs = new ConcurrentBag<double>();
                var limit = await FindAsync(factor => factor <= most, runs);

                Assert.Equal(LoadLimitOutcome.Found, limit.Outcome);
                Assert.True(limit.Holding!.Factor <= most);
                Assert.True(limit.Holding.Factor * 1.06 > most);
                Assert.InRange(limit.Failing!.Factor / limit.Holding.Factor, 1, 1 + LimitSearch.Precision);
                Assert.InRange(runs.Count, 1, LimitSearch.MaxRuns);
                Assert.Null(limit.HoldingAgain);
            });

    [Fact]
    public async Task FindAsync_OfAnySystem_IsBounded_AndAllThatIsBelowTheLimitHolds() =>
        await Gen.Int.SampleAsync(async seed =>
        {
            var runs = new ConcurrentBag<double>();
            var limit = await FindAsync(factor => new Random(seed ^ factor.GetHashCode()).Next(2) == 0, runs);

            Assert.InRange(runs.Count, 1, LimitSearch.MaxRuns);
            Assert.Equal(runs.Count, limit.Tries.Count);
            Assert.Equal(limit.Tries.OrderBy(one => one.Factor), limit.Tries);
            Assert.All(limit.Tries.Where(one => one.Factor < (limit.Failing?.Factor ?? 0)), one => Assert.True(one.Holds));
            Assert.Equal(limit.Failing is null, limit.Outcome == LoadLimitOutcome.HighestHolds);
            Assert.Equal(limit.Holding is null, limit.Outcome == LoadLimitOutcome.LowestFails);
        });

    [Fact]
    public async Task FindAsync_IfNothingFails_TriesNoMoreThanTheHighestFactor()
    {
        var limit = await FindAsync(_ => true);

        Assert.Equal(LoadLimitOutcome.HighestHolds, limit.Outcome);
        Assert.Equal([1, 2, 4, 8, 16, 32, 64], limit.Tries.Select(one => one.Factor));
    }

    [Fact]
    public async Task FindAsync_IfEverythingFails_TriesNoLessThanTheLowestFactor()
    {
        var limit = await FindAsync(_ => false);

        Assert.Equal(LoadLimitOutcome.LowestFails, limit.Outcome);
        Assert.Equal(1.0 / 64, limit.Tries[0].Factor);
    }

    [Fact]
    public async Task FindAsync_IfMoreLoadHoldsAgain_SaysSo()
    {
        var limit = await FindAsync(factor => factor is < 3 or >= 8);

        Assert.Equal(LoadLimitOutcome.Found, limit.Outcome);
        Assert.InRange(limit.Holding!.Factor, 3 / 1.06, 3);
        Assert.Equal(8, limit.HoldingAgain!.Factor);
    }

    [Fact]
    public async Task FindAsync_ScalesOnlyTheLoadOfTheService_AndTellsItsHighestRate()
    {
        var plans = new ConcurrentBag<RehearsalPlan>();
        var limit = await LimitSearch.FindAsync(
            (stack, plan, _) =>
            {
                plans.Add(plan);
                return Result(plan, [Judged(false, null)]);
            },
            _stack,
            _plan,
            "gateway"
        );

        Assert.All(plans, plan => Assert.Equal([5, 5], plan.Loads[1].Rate.Select(point => point.PerSecond)));
        Assert.All(plans, plan => Assert.Equal(15, plan.Loads[0].Rate[1].PerSecond / plan.Loads[0].Rate[0].PerSecond, 9));
        Assert.All(limit.Tries, one => Assert.Equal(600 * one.Factor, one.Rate, 9));
    }

    [Fact]
    public async Task FindAsync_NamesWhatFailsFirstByTime()
    {
        ExpectationResult[] expectations =
        [
            Judged(false, null) with
            {
                Name = "cost",
            },
            Judged(false, 20) with
            {
                Name = "late",
            },
            Judged(false, 10) with
            {
                Name = "early",
            },
            Judged(true, null) with
            {
                Name = "held",
            },
        ];
        var limit = await LimitSearch.FindAsync((_, plan, _) => Result(plan, expectations), _stack, _plan, "gateway");

        Assert.Equal(["early", "late", "cost"], limit.Failing!.Failures.Select(failure => failure.Name));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task FindAsync_IfNoExpectationCanBeJudged_EndsAtOnce(bool isUnknown)
    {
        ExpectationResult[] expectations = isUnknown ? [Judged(true, null) with { Outcome = ExpectationOutcome.Unknown }] : [];
        var limit = await LimitSearch.FindAsync((_, plan, _) => Result(plan, expectations), _stack, _plan, "gateway");

        Assert.Equal(LoadLimitOutcome.NothingExpected, limit.Outcome);
        Assert.Equal(2, limit.Tries.Count);
    }

    [Fact]
    public async Task FindAsync_WhenCancelled_AnswersWithTheLoadsThatCameToTheirEnd()
    {
        using var source = new CancellationTokenSource();
        var limit = await LimitSearch.FindAsync(
            (_, plan, cancellation) =>
            {
                if (plan.Loads[0].Rate[1].PerSecond > 2000)
                {
                    source.Cancel();
                }

                var result = Result(plan, [Judged(true, null)]);
                return cancellation.IsCancellationRequested ? result with { Reached = TimeSpan.Zero } : result;
            },
            _stack,
            _plan,
            "gateway",
            cancellation: source.Token
        );

        Assert.Equal(LoadLimitOutcome.Interrupted, limit.Outcome);
        Assert.Equal(2, limit.Holding!.Factor);
        Assert.Null(limit.Failing);
    }

    [Fact]
    public async Task FindAsync_WithoutLoadOnTheService_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentException>(() =>
            LimitSearch.FindAsync((_, plan, _) => Result(plan, []), _stack, _plan, "catalog")
        );

    internal static ExpectationResult Judged(bool holds, int? minute) =>
        new()
        {
            Subject = "gateway",
            Name = "latency p99",
            Outcome = holds ? ExpectationOutcome.Held : ExpectationOutcome.Failed,
            Figure = holds ? "300 ms" : "812 ms",
            Limit = "≤ 500 ms",
            Periods = minute is { } from ? [new Period(TimeSpan.FromMinutes(from), TimeSpan.FromMinutes(from + 2))] : [],
            Cause = holds ? null : "catalog at its maximum of 8, cpu 97 %",
            Source = "stacks/services.yaml:15",
        };

    internal static Task<LoadLimit> FindAsync(Func<double, bool> holds, ConcurrentBag<double>? runs = null) =>
        LimitSearch.FindAsync(
            (_, plan, _) =>
            {
                var factor = plan.Loads[0].Rate[1].PerSecond / 600;
                runs?.Add(factor);
                return Result(plan, [Judged(holds(factor), 22)]);
            },
            _stack,
            _plan,
            "gateway"
        );

    private static RehearsalResult Result(RehearsalPlan plan, IReadOnlyList<ExpectationResult> expectations) =>
        new()
        {
            Stack = "prod",
            Scenario = plan.Scenario,
            Seed = plan.Seed,
            Duration = plan.Duration,
            Reached = plan.Duration,
            Expectations = expectations,
            Services = [],
            Nodes = [],
            Events = [],
            Assumptions = [],
        };

    private static LoadPlan Load(string service, double from, double to) =>
        new(service, [new RatePoint(TimeSpan.Zero, from), new RatePoint(TimeSpan.FromMinutes(20), to)], ClientBehaviour.Patient);
}
