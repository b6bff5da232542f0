using Infra.Simulator.Time;
using Microsoft.Extensions.Time.Testing;

namespace Infra.Simulator.Tests.Time;

public sealed class ControlLoopTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void RunFor_TimersFireInOrderAtTheirInstants()
    {
        var clock = new VirtualClock(Start);
        using var loop = new ControlLoop(clock);
        var seen = new List<(string, double)>();
        loop.After(TimeSpan.FromHours(2), () => seen.Add(("late", (loop.Now - Start).TotalHours)));
        loop.After(TimeSpan.FromHours(1), () => seen.Add(("early", (loop.Now - Start).TotalHours)));

        loop.RunFor(clock, TimeSpan.FromHours(3));

        Assert.Equal([("early", 1), ("late", 2)], seen);
        Assert.Equal(Start + TimeSpan.FromHours(3), clock.GetUtcNow());
    }

    [Fact]
    public void Add_AQueuedKey_IsReconciledOnce()
    {
        var clock = new VirtualClock(Start);
        using var loop = new ControlLoop(clock);
        var worked = new List<string>();
        var queue = new WorkQueue<string>(loop, worked.Add, (_, _) => true);
        queue.Add("a");
        queue.Add("b");
        queue.Add("a");

        loop.RunReady();

        Assert.Equal(["a", "b"], worked);
    }

    [Fact]
    public void AddAfter_TwoDelays_TheEarlierCounts()
    {
        var clock = new VirtualClock(Start);
        using var loop = new ControlLoop(clock);
        var worked = new List<double>();
        var queue = new WorkQueue<string>(loop, _ => worked.Add((loop.Now - Start).TotalSeconds), (_, _) => true);
        queue.AddAfter("a", TimeSpan.FromSeconds(5));
        queue.AddAfter("a", TimeSpan.FromSeconds(2));

        loop.RunFor(clock, TimeSpan.FromSeconds(10));

        Assert.Equal([2], worked);
    }

    [Fact]
    public void Reconcile_Failures_AreRetriedWithDoublingDelay()
    {
        var clock = new VirtualClock(Start);
        using var loop = new ControlLoop(clock);
        var tries = new List<double>();
        var queue = new WorkQueue<string>(loop, _ => Try(), (_, failure) => failure is TimeoutException);
        queue.Add("a");

        loop.RunFor(clock, TimeSpan.FromSeconds(1));

        Assert.Equal([0, 5, 15, 35], tries);

        void Try()
        {
            tries.Add((loop.Now - Start).TotalMilliseconds);
            if (tries.Count < 4)
            {
                throw new TimeoutException();
            }
        }
    }

    [Fact]
    public async Task RunAsync_SleepsUntilATimerOfItsClockIsDue()
    {
        var clock = new ObservedClock();
        using var loop = new ControlLoop(clock);
        using var ending = new CancellationTokenSource();
        var fired = new TaskCompletionSource();
        loop.After(TimeSpan.FromMinutes(1), fired.SetResult);
        var running = Task.Run(() => loop.RunAsync(ending.Token));
        await clock.TimerSet;

        clock.Advance(TimeSpan.FromMinutes(1));

        await fired.Task;
        await ending.CancelAsync();
        await running;
    }

    /// <summary>A clock that reports when a timer is set.</summary>
    private sealed class ObservedClock() : FakeTimeProvider(ControlLoopTests.Start)
    {
        private readonly TaskCompletionSource _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task TimerSet => _timerSet.Task;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            _timerSet.TrySetResult();
            return timer;
        }
    }
}
