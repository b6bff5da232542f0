namespace Infra.Rehearsal.Requests;

/// <summary>
/// The requests at a pod over time. Their mean number follows dN/dt = arrivals - rate · utilisation(N), where utilisation(N) is the one at
/// which a stationary queue has N requests. What a nearly full queue cannot explain is a backlog.
/// </summary>
internal readonly record struct PodQueue
{
    /// <summary>The requests at the end of the step.</summary>
    public required double Number { get; init; }

    /// <summary>The utilisation of the bottleneck.</summary>
    public required double Utilisation { get; init; }

    /// <summary>The utilisation of that part of the queue that is taken as stationary.</summary>
    public required double Stationary { get; init; }

    /// <summary>The requests per second that arrive.</summary>
    public required double Arrivals { get; init; }

    /// <summary>Whether the limit of the queue decides about the waiting.</summary>
    public required bool HasLimit { get; init; }

    /// <summary>The requests per second whose own work is done.</summary>
    public required double Served { get; init; }

    /// <summary>The part of the arrivals that is refused.</summary>
    public required double Refused { get; init; }

    /// <summary>The backlog that shares the cores.</summary>
    public required double Backlog { get; init; }

    /// <summary>How many requests the backlog gains in a second.</summary>
    public required double Growth { get; init; }

    /// <summary>The backlog that waits for a place.</summary>
    public required double Waiting { get; init; }

    /// <summary>The part of the arrivals that ends in time, if clients give up before the queue can grow longer; else null.</summary>
    public double? InTime { get; init; }

    /// <summary>How long the most patient clients wait, in seconds.</summary>
    public double Patience { get; init; }

    /// <summary>Whether the number changes within the step so much that shorter steps are needed.</summary>
    public required bool IsChanging { get; init; }

    /// <summary>Advances the queue by a step.</summary>
    /// <param name="server">The pod.</param>
    /// <param name="before">The requests at the start.</param>
    /// <param name="arrivals">The requests per second that arrive.</param>
    /// <param name="seconds">The length of the step.</param>
    /// <param name="variation">The squared coefficient of variation of the CPU time.</param>
    /// <param name="patience">How long clients wait, with the part of the arrivals that are theirs.</param>
    public static PodQueue Advance(
        PodServer server,
        double before,
        double arrivals,
        double seconds,
        double variation,
        IReadOnlyList<(double Timeout, double Part)> patience
    )
    {
        if (server.HasShortQueue)
        {
            return Limited(server, arrivals);
        }

        var rate = server.Rate;
        var startWaiting = Split(server, before, ChooseStationary(server, before, 1, arrivals)).Waiting / rate;
        var (leaving, mostPatient) = (0.0, 0.0);
        foreach (var (timeout, part) in patience)
        {
            leaving += timeout < startWaiting ? part : 0;
            mostPatient = Math.Max(mostPatient, timeout);
        }

        // Those who give up before their work begins cost nothing. The last ones are left to be worked on, as the first in the queue.
        var entering = leaving >= 1 - 1e-9 ? arrivals : StayAtHighLoad(server, arrivals * (1 - leaving), variation, patience);
        var (reached, utilisation) = Solve(server, before, entering, seconds);
        var queued = server.Concurrency + (double)(server.Queue ?? int.MaxValue);
        var patient = patience.Count > 0 ? server.Concurrency + mostPatient * rate : double.PositiveInfinity;
        var most = Math.Min(queued, patient);
        var number = Math.Min(reached, most);
        var settled = server.Number(Math.Min(utilisation, SojournTimes.MaxUtilisation));
        if (utilisation < SojournTimes.MaxUtilisation && Math.Abs(number - settled) < 1e-3 * (1 + settled))
        {
            number = settled;
        }

        var stationary = ChooseStationary(server, number, utilisation, arrivals);
        var (backlog, waiting) = Split(server, (before + number) / 2, stationary);
        var change = number - before;
        return new PodQueue
        {
            Arrivals = arrivals,
            Number = number,
            Utilisation = utilisation,
            Stationary = stationary,
            HasLimit = false,
            Served = Math.Max(0, Math.Min(rate, entering - (reached - before) / seconds)),
            Refused = reached > queued && arrivals > 0 ? Math.Min(1, (reached - queued) / (seconds * arrivals)) : 0,
            Backlog = backlog,
            Growth = waiting > 0 ? 0 : change / seconds,
            Waiting = waiting,
            InTime = reached > patient && patient <= queued ? FindInTime(server, arrivals, variation) : null,
            Patience = mostPatient,
            IsChanging = Math.Max(number, before) / rate > 0.02 * seconds && Math.Abs(change) > 0.05 * Math.Max(number, before) + 1,
        };
    }

    // The first in the queue have waited almost as long as their clients do. What is left to them varies as the distance of a random walk
    // from its barrier: (λ + Cs²μ) / (2(λ - μ)) requests. Those whose work is shorter end in time.
    private static double FindInTime(PodServer server, double arrivals, double variation)
    {
        var rate = server.Rate;
        var left = (arrivals + variation * rate) / (2 * Math.Max(arrivals - rate, 1e-6 * rate)) / rate;
        var atCores = Math.Max(server.Cpu, server.Concurrency / rate - server.Elsewhere);
        var shorter = variation > 1e-4 ? Math.Pow(1 + variation * atCores / left, -1 / variation) : Math.Exp(-atCores / left);
        return Math.Min(1, rate / arrivals) * Math.Exp(-server.Elsewhere / left) * shorter;
    }

    private static PodQueue Limited(PodServer server, double arrivals)
    {
        var states = server.FindStates(arrivals);
        var (refused, number) = (states[^1], 0.0);
        for (var n = 1; n < states.Length; n++)
        {
            number += n * states[n];
        }

        var utilisation = arrivals * (1 - refused) / server.Rate;
        return new PodQueue
        {
            Arrivals = arrivals,
            Number = number,
            Utilisation = utilisation,
            Stationary = Math.Min(utilisation, SojournTimes.MaxUtilisation),
            HasLimit = true,
            Served = arrivals * (1 - refused),
            Refused = refused,
            Backlog = 0,
            Growth = 0,
            Waiting = 0,
            IsChanging = false,
        };
    }

    // Of those who find all places taken, a part gives up before one is free, although the queue is stationary. The fewer stay, the shorter
    // is the wait: the rate at which both agree is sought.
    private static double StayAtHighLoad(
        PodServer server,
        double arrivals,
        double variation,
        IReadOnlyList<(double Timeout, double Part)> patience
    )
    {
        if (arrivals >= server.Rate || patience.All(client => double.IsPositiveInfinity(client.Timeout)) || Stay(arrivals) > 1 - 1e-4)
        {
            return arrivals;
        }

        var (low, high) = (0.0, arrivals);
        for (var i = 0; i < 25; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = arrivals * Stay(middle) > middle ? (middle, high) : (low, middle);
        }

        return high;

        double Stay(double rate)
        {
            var (part, mean, _) = server.FindWaiting(rate, variation);
            return part <= 0 ? 1 : 1 - part * patience.Sum(client => client.Part * Math.Exp(-client.Timeout / mean));
        }
    }

    // A queue that is long because its load is close to its capacity varies as a stationary one does; in an overload the numbers that come
    // and go vary little beside the backlog.
    private static double ChooseStationary(PodServer server, double number, double utilisation, double arrivals)
    {
        var full = server.Number(SojournTimes.MaxUtilisation);
        var most = Math.Min(utilisation, SojournTimes.MaxUtilisation);
        return
            number <= full || (arrivals < server.Rate && number <= 1.1 * server.Number(Math.Min(SharedCores.Full, arrivals / server.Rate)))
            ? most
            : most * Math.Clamp(2 - number / full, 0, 1);
    }

    private static (double Number, double Utilisation) Solve(PodServer server, double before, double arrivals, double seconds)
    {
        var sought = before + seconds * arrivals;
        var work = seconds * server.Rate;
        if (server.Number(SharedCores.Full) + work * SharedCores.Full <= sought)
        {
            return (sought - work, 1);
        }

        // Implicit, so that a step of any length is stable.
        var (low, high) = (0.0, SharedCores.Full);
        for (var i = 0; i < 50; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = server.Number(middle) + middle * work < sought ? (middle, high) : (low, middle);
        }

        return (server.Number(high), high);
    }

    private static (double Backlog, double Waiting) Split(PodServer server, double number, double stationary)
    {
        var excess = Math.Max(0, number - server.Number(stationary));
        if (!server.IsBoundByCpu)
        {
            return (0, excess);
        }

        var inside = server.Concurrency - stationary * server.Rate * server.Elsewhere;
        var room = Math.Max(0, inside - server.NumberAtBottleneck(stationary));
        return (Math.Min(excess, room), Math.Max(0, excess - room));
    }
}
