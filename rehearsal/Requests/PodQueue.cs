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

    /// <summary>Whether the number changes within the step so much that shorter steps are needed.</summary>
    public required bool IsChanging { get; init; }

    /// <summary>Advances the queue by a step.</summary>
    /// <param name="server">The pod.</param>
    /// <param name="before">The requests at the start.</param>
    /// <param name="arrivals">The requests per second that arrive.</param>
    /// <param name="seconds">The length of the step.</param>
    /// <param name="patience">How long clients wait, with the part of the arrivals that are theirs.</param>
    public static PodQueue Advance(
        PodServer server,
        double before,
        double arrivals,
        double seconds,
        IReadOnlyList<(double Timeout, double Part)> patience
    )
    {
        var rate = server.Rate;
        var refused = server.FindRefused(arrivals);
        var accepted = arrivals * (1 - refused);
        var startWaiting = Split(server, before, 1).Waiting / rate;
        var leaving = 0.0;
        var mostPatient = 0.0;
        foreach (var (timeout, part) in patience)
        {
            leaving += timeout < startWaiting ? part : 0;
            mostPatient = Math.Max(mostPatient, timeout);
        }

        // Those who give up before their work begins cost nothing. The last ones are left to be worked on, as the first in the queue.
        var entering = leaving >= 1 - 1e-9 ? accepted : accepted * (1 - leaving);
        var (number, utilisation) = Solve(server, before, entering, seconds);
        var reached = number;
        var most = server.Queue is { } queue ? server.Concurrency + (double)queue : double.PositiveInfinity;
        if (patience.Count > 0 && !double.IsPositiveInfinity(mostPatient))
        {
            most = Math.Min(most, server.Concurrency + mostPatient * rate);
        }

        number = Math.Min(number, Math.Max(most, 0));
        var settled = server.Number(Math.Min(utilisation, SojournTimes.MaxUtilisation));
        if (utilisation < SojournTimes.MaxUtilisation && Math.Abs(number - settled) < 1e-3 * (1 + settled))
        {
            number = settled;
        }

        var full = server.Queue is not null && reached > number && arrivals > 0 ? (reached - number) / (seconds * arrivals) : 0;
        var stationary = Math.Min(utilisation, SojournTimes.MaxUtilisation);
        var (backlog, waiting) = Split(server, (before + number) / 2, stationary);
        var change = number - before;
        return new PodQueue
        {
            Number = number,
            Utilisation = utilisation,
            Served = Math.Max(0, Math.Min(rate, entering - (reached - before) / seconds)),
            Refused = Math.Min(1, Math.Max(refused, full)),
            Backlog = backlog,
            Growth = waiting > 0 ? 0 : change / seconds,
            Waiting = waiting,
            IsChanging = Math.Max(number, before) / rate > 0.02 * seconds && Math.Abs(change) > 0.05 * Math.Max(number, before) + 1,
        };
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

    private static (double Backlog, double Waiting) Split(PodServer server, double number, double utilisation)
    {
        var stationary = Math.Min(utilisation, SojournTimes.MaxUtilisation);
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
