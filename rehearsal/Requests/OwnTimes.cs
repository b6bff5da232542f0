namespace Infra.Rehearsal.Requests;

/// <summary>The time of a service's requests at its pods: waiting for a place, work on the cores, and latency without them.</summary>
internal sealed class OwnTimes(ServiceBehaviour behaviour)
{
    // Inputs that differ by less give the same times; it is below what the model knows.
    private const double Tolerance = 0.005;
    private const int MostRemembered = 16;
    private const int UnboundedConcurrency = 512;
    private const double LeastBacklog = 0.01;

    private readonly RequestSizes _sizes = RequestSizes.Create(behaviour.CpuVariation);
    private readonly Dictionary<(double, double, int, ArrivalPattern), SojournTimes> _sojourns = [];
    private readonly Dictionary<(double, double), double[]> _throttled = [];
    private readonly List<(Inputs Inputs, TimeDistribution Times, double Waiting, double ByQueue)> _remembered = [];

    /// <summary>
    /// The times of requests that arrive at a pod, how many wait there without a backlog, and the part of the times' variance that is
    /// due to the queue they find.
    /// </summary>
    public (TimeDistribution Times, double Waiting, double ByQueue) Find(PodServer server, PodQueue queue, ArrivalPattern arrivals)
    {
        var utilisation = Math.Min(queue.Stationary, SojournTimes.MaxUtilisation);
        var busy = utilisation * server.Rate * server.Cpu / server.Limit;
        var inputs = new Inputs(server, queue.Arrivals, utilisation, queue.Backlog, queue.Growth, queue.Waiting, queue.InTime, arrivals);
        foreach (var known in _remembered)
        {
            if (known.Inputs.IsLike(inputs))
            {
                return (known.Times, known.Waiting, known.ByQueue);
            }
        }

        var (times, waiting, byQueue) = Compute(server, queue, arrivals, utilisation, Math.Min(busy, SojournTimes.MaxUtilisation));
        if (_remembered.Count == MostRemembered)
        {
            _remembered.RemoveAt(0);
        }

        _remembered.Add((inputs, times, waiting, byQueue));
        return (times, waiting, byQueue);
    }

    /// <summary>The part of the time in which the quota stops a pod.</summary>
    public double FindThrottled(PodServer server, double utilisation)
    {
        const int Levels = 20;
        if (!HasQuota(server) || utilisation <= 0)
        {
            return 0;
        }

        if (!_throttled.TryGetValue((server.Cores, server.Limit), out var levels))
        {
            levels = new double[Levels + 1];
            Array.Fill(levels, double.NaN);
            _throttled.Add((server.Cores, server.Limit), levels);
        }

        var level = (int)(Math.Min(utilisation, 0.999) * Levels);
        var part = Math.Min(utilisation, 1) * Levels - level;
        return At(level) * (1 - part) + At(level + 1) * part;

        double At(int at)
        {
            if (double.IsNaN(levels[at]))
            {
                var stopped = 1 - server.Limit / server.Cores;
                levels[at] =
                    at == Levels ? stopped : stopped * new CpuQuota(server.Limit, server.Cores, server.Cpu, at / (double)Levels).Throttled;
            }

            return levels[at];
        }
    }

    private static bool HasQuota(PodServer server) => server.Cores > server.Limit * 1.001;

    private (TimeDistribution Times, double Waiting, double ByQueue) Compute(
        PodServer server,
        PodQueue queue,
        ArrivalPattern arrivals,
        double utilisation,
        double busy
    )
    {
        if (queue.InTime is { } inTime)
        {
            // Clear of the clients' timeout on either side, since the points of distributions are coarse.
            var last = Math.Max(0, 0.93 * queue.Patience - (server.Elsewhere - behaviour.Latency.TotalSeconds));
            return (TimeDistribution.Of([(last, inTime), (1.3 * queue.Patience, 1 - inTime)]), 0, 1);
        }

        var sojourn = FindSojourn(server, queue, arrivals, busy);
        var times = queue.Backlog > LeastBacklog ? sojourn.Find(busy, queue.Backlog, queue.Growth, server.Limit) : sojourn.Find(busy);
        if (behaviour.Latency > TimeSpan.Zero)
        {
            times = times.Shift(behaviour.Latency.TotalSeconds);
        }

        var variation = server.IsBoundByCpu || server.Elsewhere <= 0 ? behaviour.CpuVariation : times.Variation;
        var (part, mean, variance) = server.FindWaiting(queue.HasLimit ? queue.Arrivals : utilisation * server.Rate, variation);
        var regularity = arrivals.WaitingFactor(utilisation, variation);
        (mean, variance) = (mean * regularity, variance * regularity * regularity);
        if (part > 1e-6)
        {
            var wait = TimeDistribution.NewMasses();
            TimeDistribution.AddGamma(wait, 0, mean, variance, part);
            TimeDistribution.AddGamma(wait, 0, 0, 0, 1 - part);
            times = times.Plus(TimeDistribution.Of(wait));
        }

        return (times.Shift(queue.Waiting / server.Rate), part * mean * utilisation * server.Rate, sojourn.VarianceByQueue(busy));
    }

    private SojournTimes FindSojourn(PodServer server, PodQueue queue, ArrivalPattern arrivals, double busy)
    {
        var elsewhere = busy * server.Limit / server.Cpu * server.Elsewhere;
        var places = Math.Max(1, (int)Math.Round(server.Concurrency - elsewhere));
        var concurrency = Math.Min(places, UnboundedConcurrency);

        // A backlog uses the whole quota in each period, so that only the limit matters.
        var cores = HasQuota(server) && queue.Backlog <= LeastBacklog ? server.Cores : server.Limit;
        if (!_sojourns.TryGetValue((cores, server.Limit, concurrency, arrivals), out var sojourn))
        {
            sojourn =
                cores > server.Limit
                    ? SojournTimes.Create(_sizes, server.Cpu, cores, server.Limit, concurrency, arrivals)
                    : SojournTimes.Create(_sizes, server.Cpu, server.Limit, concurrency, arrivals);
            _sojourns.Add((cores, server.Limit, concurrency, arrivals), sojourn);
        }

        return sojourn;
    }

    private readonly record struct Inputs(
        PodServer Server,
        double Rate,
        double Utilisation,
        double Backlog,
        double Growth,
        double Waiting,
        double? InTime,
        ArrivalPattern Arrivals
    )
    {
        public bool IsLike(Inputs other) =>
            Arrivals == other.Arrivals
            && Server.Cores == other.Server.Cores
            && Server.Limit == other.Server.Limit
            && IsClose(Server.Elsewhere, other.Server.Elsewhere)
            && Math.Abs(Utilisation - other.Utilisation) < Tolerance * (1 - Utilisation)
            && (Server.Queue is null || IsClose(Rate, other.Rate))
            && InTime == other.InTime
            && IsClose(Backlog, other.Backlog)
            && IsClose(Waiting, other.Waiting)
            && (Backlog == 0 || Math.Abs(Growth - other.Growth) < Tolerance * (Server.Rate + Math.Abs(Growth)));

        private static bool IsClose(double left, double right) => Math.Abs(left - right) <= Tolerance * Math.Max(left, right);
    }
}
