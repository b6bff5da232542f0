namespace Infra.Rehearsal.Requests;

/// <summary>The pods of a service as one: distributes its attempts over their groups and mixes the times at them.</summary>
internal sealed class ServiceQueue(ServiceBehaviour behaviour)
{
    private const double LeastCpu = 1e-9;

    private readonly OwnTimes _times = new(behaviour);
    private IReadOnlyList<PodGroup> _groups = [];
    private TimeDistribution?[] _parts = [];
    private double[] _weights = [];

    /// <summary>The mean time of a request's calls in seconds.</summary>
    public double CallTime { get; set; }

    /// <summary>The requests per second whose own work is done, which then make their calls.</summary>
    public double Served { get; private set; }

    /// <summary>The part of the attempts that is sent to pods that do not work.</summary>
    public double Lost { get; private set; }

    /// <summary>The part of the attempts that is answered with an error, and the mean time in seconds until then.</summary>
    public (double Part, double Time) Errors { get; private set; }

    /// <summary>The times of attempts at this service alone, calls apart.</summary>
    public TimeDistribution Times { get; private set; } = TimeDistribution.Zero;

    /// <summary>The correlation of the times of two requests that follow each other.</summary>
    public double Correlation { get; private set; }

    /// <summary>Whether a queue changes so much that the step must be shorter.</summary>
    public bool IsChanging { get; private set; }

    /// <summary>Starts a step with the groups of its pods.</summary>
    public void Start(IReadOnlyList<PodGroup> groups) => _groups = groups;

    /// <summary>Computes a part of the step. Called again before <see cref="Commit"/>, it replaces what it computed before.</summary>
    /// <param name="attempts">The attempts per second.</param>
    /// <param name="burst">How many of them arrive together.</param>
    /// <param name="dropped">The requests per second that failed because their pod ended.</param>
    /// <param name="seconds">The length of the part.</param>
    /// <param name="patience">How long clients wait, with the part of the attempts that are theirs.</param>
    public void Compute(double attempts, int burst, double dropped, double seconds, IReadOnlyList<(double Timeout, double Part)> patience)
    {
        Distribute(attempts, seconds);
        var ready = _groups.Where(group => group.Key.IsReady && group.Key.IsWorking).Sum(group => group.Count);
        var arrivals = ArrivalPattern.Of(behaviour.Balancing, ready, burst);
        var parts = new List<(TimeDistribution, double)>();
        var (errors, errorTime) = (0.0, 0.0);
        (Served, Lost, IsChanging, Correlation) = (0, 0, false, 0);
        foreach (var group in _groups)
        {
            var sent = attempts > 0 ? group.Count * group.Arrivals / attempts : group.Count * group.Key.Share;
            if (!group.Key.IsWorking)
            {
                Lost += sent;
                continue;
            }

            var server = ServerOf(group);
            group.Queue = PodQueue.Advance(server, group.Number, group.Arrivals, seconds, behaviour.CpuVariation, patience);
            Served += group.Key.AnswersErrors ? 0 : group.Count * group.Queue.Served;
            IsChanging |= group.Queue.IsChanging;
            if (sent > 0)
            {
                var (times, waiting, byQueue) = _times.Find(server, group.Queue, arrivals);
                group.Waiting = group.Queue.Waiting + waiting;
                var accepted = sent * (1 - group.Queue.Refused);
                if (group.Key.AnswersErrors)
                {
                    errors += accepted * times.Mass;
                    errorTime += accepted * times.Mass * times.Mean;
                    continue;
                }

                Correlation += sent * byQueue / ready;
                parts.Add((times, accepted));
            }
        }

        var kept = attempts > 0 ? Math.Max(0, 1 - dropped / attempts) : 1;
        Errors = (errors * kept, errors > 0 ? errorTime / errors : 0);
        Mix(parts, kept);
    }

    /// <summary>Ends a part of the step.</summary>
    public void Commit(double seconds)
    {
        foreach (var group in _groups.Where(group => group.Key.IsWorking))
        {
            var server = ServerOf(group);
            group.Number = group.Queue.Number;
            group.CoreSeconds += Math.Min(group.Key.Limit, group.Queue.Served * server.Cpu) * seconds;
            group.ThrottledSeconds += _times.FindThrottled(server, group.Queue.Utilisation) * seconds;
        }
    }

    /// <summary>Sets the outcomes of the step's pods.</summary>
    public void Finish(double seconds)
    {
        foreach (var group in _groups)
        {
            var waiting = Math.Min(group.Waiting, group.Number);
            group.Outcome = new PodOutcome(
                group.CoreSeconds / seconds + (group.Key.IsWorking ? group.Key.OtherCpu : 0),
                group.Number - waiting,
                waiting,
                group.ThrottledSeconds / seconds
            );
        }
    }

    private PodServer ServerOf(PodGroup group) =>
        new(
            group.Key.Cores,
            group.Key.Limit,
            Math.Max(behaviour.Cpu.TotalSeconds, LeastCpu),
            behaviour.Latency.TotalSeconds + (group.Key.AnswersErrors ? 0 : CallTime),
            Math.Max(1, behaviour.Concurrency),
            behaviour.Queue
        );

    private void Distribute(double attempts, double seconds)
    {
        var isByNumber = behaviour.Balancing == Balancing.LeastRequest;
        var (weights, number, pods) = (0.0, 0.0, 0);
        foreach (var group in _groups)
        {
            group.Arrivals = group.Key.Share * attempts;
            if (isByNumber && group.Key is { IsReady: true, IsWorking: true })
            {
                weights += group.Count * group.Key.Share * group.Key.Limit;
                (number, pods) = (number + group.Count * group.Number, pods + group.Count);
            }
        }

        if (!isByNumber || weights <= 0)
        {
            return;
        }

        // Pods with fewer requests get what brings them to the mean, the others the rest.
        var toWorking = _groups.Where(group => group.Key.IsWorking).Sum(group => group.Count * group.Arrivals);
        var sum = 0.0;
        foreach (var group in _groups.Where(group => group.Key is { IsReady: true, IsWorking: true }))
        {
            var even = toWorking * group.Key.Share * group.Key.Limit / weights;
            group.Arrivals = Math.Max(0, even + (number / pods - group.Number) / Math.Max(seconds, 1));
            sum += group.Count * group.Arrivals;
        }

        foreach (var group in _groups.Where(group => group.Key is { IsReady: true, IsWorking: true } && sum > 0))
        {
            group.Arrivals *= toWorking / sum;
        }
    }

    // The same parts give the same object, by which callers see that nothing changed.
    private void Mix(List<(TimeDistribution Times, double Weight)> parts, double kept)
    {
        var isSame = parts.Count == _parts.Length;
        for (var i = 0; i < parts.Count && isSame; i++)
        {
            isSame = ReferenceEquals(parts[i].Times, _parts[i]) && Math.Abs(parts[i].Weight * kept - _weights[i]) < 1e-5;
        }

        if (isSame && parts.Count > 0)
        {
            return;
        }

        (_parts, _weights) = ([.. parts.Select(part => part.Times)], [.. parts.Select(part => part.Weight * kept)]);
        Times =
            parts.Count == 0 ? TimeDistribution.None : TimeDistribution.Mix([.. parts.Select(part => (part.Times, part.Weight * kept))]);
    }
}
