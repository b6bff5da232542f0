using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions.Sizing;

/// <summary>
/// Searches the sizes that hold at least cost: sizes from what pods used are tried together, then each is lowered as long as the whole
/// holds. Every step is a rehearsal of the whole stack, so what is returned was verified as it is. Two candidates are tried at a time on
/// any machine, so that the answer does not depend on its cores.
/// </summary>
public sealed class SizeSearch
{
    /// <summary>The most rehearsals of a search.</summary>
    public const int MaxRuns = 48;

    /// <summary>How near, as a factor, a size that holds is to one that does not, if it is not a number of pods.</summary>
    private const double Precision = 1.15;

    private readonly TrySizes _try;
    private readonly IProgress<string>? _progress;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<(string Service, SizeKind Kind), Size> _present;
    private readonly Dictionary<(string Service, SizeKind Kind), string> _evidence = [];
    private List<Size> _chosen = [];
    private SizeTrial? _best;
    private HashSet<(string Subject, string Name)> _beyond = [];
    private SizeTrial? _reference;
    private int _runs;

    private SizeSearch(TrySizes trySizes, SizeBasis basis, IProgress<string>? progress, CancellationToken cancellation)
    {
        (_try, _progress, _cancellation) = (trySizes, progress, cancellation);
        _present = basis.Sizes.ToDictionary(size => (size.Service, size.Kind));
    }

    /// <summary>Searches.</summary>
    /// <param name="template">What the answer is about; its figures do not matter.</param>
    /// <param name="trySizes">Rehearses the stack with other sizes.</param>
    /// <param name="basis">The present sizes that may change, and how low they may go.</param>
    /// <param name="progress">Told of each candidate; null for none.</param>
    /// <param name="cancellation">Ends the search early: the answer is the best that was verified.</param>
    public static async Task<RightSize> FindAsync(
        RightSize template,
        TrySizes trySizes,
        SizeBasis basis,
        IProgress<string>? progress = null,
        CancellationToken cancellation = default
    )
    {
        ArgumentNullException.ThrowIfNull(template);
        ArgumentNullException.ThrowIfNull(basis);
        var search = new SizeSearch(trySizes, basis, progress, cancellation);
        IReadOnlyList<Size> none = [];
        var found = await search.RunAsync("the present sizes", [none]);
        if (found[0] is not { Figures: not null } before)
        {
            return template with { Kept = basis.Kept, IsInterrupted = true, Runs = search._runs };
        }

        search._best = search._reference = before;
        if (before.Figures.Outcome != ExpectationOutcome.Unknown)
        {
            await search.SearchAsync(before, basis);
        }

        return template with
        {
            Before = before.Figures,
            After = search._best.Figures,
            Changes =
            [
                .. search
                    ._chosen.Where(size => size.Text != search.Present(size).Text)
                    .OrderBy(size => search._present.Keys.ToList().IndexOf((size.Service, size.Kind)))
                    .Select(size => new ChangedSize(search.Present(size), size, search._evidence[(size.Service, size.Kind)])),
            ],
            Kept = basis.Kept,
            Runs = search._runs,
            IsLimited = search._runs >= MaxRuns,
            IsInterrupted = cancellation.IsCancellationRequested,
        };
    }

    private Size Present(Size size) => _present[(size.Service, size.Kind)];

    private async Task SearchAsync(SizeTrial before, SizeBasis basis)
    {
        if (before.Figures!.Failures.Count > 0)
        {
            await MendAsync(before);
        }

        foreach (var size in _present.Values.Where(size => size.Kind is SizeKind.Replicas or SizeKind.Min).ToList())
        {
            await LowerAsync(size, basis.FewestPods.GetValueOrDefault(size.Service, size.Value));
        }

        // What a pod uses depends on their number.
        await StartFromUseAsync();
        foreach (var size in _present.Values.Where(size => size.Kind == SizeKind.CpuRequest).ToList())
        {
            // Less than pods use would be borrowed from their neighbours.
            await LowerAsync(size, _best!.Use!.Pods.GetValueOrDefault(size.Service)?.Cpu95 ?? size.Value);
        }
    }

    /// <summary>Tries generous sizes: what fails with them as well is beyond what sizes can mend.</summary>
    private async Task MendAsync(SizeTrial before)
    {
        List<Size> generous = [.. _present.Values.Select(MeasuredSizes.BeGenerous).OfType<Size>()];
        var trial = (await RunAsync("generous sizes", [generous]))[0];
        var failing = Keys(before.Figures!.Failures);
        _beyond = failing;
        if (trial?.Figures is { } figures && Keys(figures.Failures) is var still && still.IsProperSubsetOf(failing))
        {
            _beyond = still;
            (_chosen, _best, _reference) = (generous, trial, trial);
            var mended = before.Figures.Failures.First(failure => !still.Contains((failure.Subject, failure.Name)));
            foreach (var size in generous)
            {
                _evidence[(size.Service, size.Kind)] = $"with the present sizes {MeasuredSizes.Describe(mended)} fails";
            }
        }
    }

    /// <summary>Tries the sizes that follow from what was used: together, or else those of each service.</summary>
    private async Task StartFromUseAsync()
    {
        var wanted = MeasuredSizes.Find(Current(), _best!.Use!);
        if (wanted.Count == 0 || await AcceptAsync("the sizes of what was used", wanted.Select(one => one.Size).ToList()))
        {
            Explain(wanted);
            return;
        }

        foreach (var service in wanted.GroupBy(one => one.Size.Service, StringComparer.Ordinal))
        {
            if (await AcceptAsync($"what {service.Key} used", service.Select(one => one.Size).ToList()))
            {
                Explain(service);
            }
        }
    }

    private void Explain(IEnumerable<(Size Size, string Evidence)> sizes)
    {
        foreach (var (size, evidence) in sizes)
        {
            _evidence[(size.Service, size.Kind)] = evidence;
        }
    }

    private async Task<bool> AcceptAsync(string name, List<Size> sizes)
    {
        var candidate = Lay(sizes);
        if ((await RunAsync(name, [candidate]))[0] is not { } trial || FindObstacle(trial) is not null)
        {
            return false;
        }

        (_chosen, _best) = (candidate, trial);
        return true;
    }

    /// <summary>
    /// Lowers a size as long as the whole holds, two values at a time, and then divides what is between the lowest that holds and the
    /// highest that does not.
    /// </summary>
    /// <param name="size">The size.</param>
    /// <param name="floor">The value that is not gone below.</param>
    private async Task LowerAsync(Size size, double floor)
    {
        double? failing = null;
        while (ChooseLower(Current().First(one => IsSame(one, size)), failing, floor) is { Count: > 0 } lower)
        {
            var trials = await RunAsync($"{size.Service} {string.Join('.', size.Path)}", [.. lower.Select(one => Lay([one]))]);
            if (trials.Contains(null))
            {
                return;
            }

            var obstacles = trials.Select(trial => FindObstacle(trial!)).ToList();
            var holding = obstacles.Contains(null) ? obstacles.IndexOf(null) : lower.Count;
            var key = (size.Service, size.Kind);
            if (holding < lower.Count)
            {
                _evidence[key] = size.IsCount
                    ? "it holds, and the fault tolerance asks for as many"
                    : "it holds, and a pod uses hardly less for 95 % of the time";
                (_chosen, _best) = (Lay([lower[holding]]), trials[holding]);
            }

            if (holding > 0)
            {
                failing = lower[holding - 1].Value;
                _evidence[key] = $"{lower[holding - 1].Text} does not hold: {obstacles[holding - 1]}";
            }
        }
    }

    /// <summary>The values to try next, from the lowest on; none if the lowest that holds is known well enough.</summary>
    private static List<Size> ChooseLower(Size current, double? failing, double floor)
    {
        double[] values = failing is { } low
            ? [low + (current.Value - low) / 3, low + (current.Value - low) * 2 / 3]
            : [current.Value / 2, current.IsCount ? current.Value - 1 : current.Value * 0.85];
        return !current.IsCount && failing * Precision > current.Value
            ? []
            :
            [
                .. values
                    .Where(value => value > 0)
                    .Select(current.With)
                    .Where(one => one.Value < current.Value && one.Value > (failing ?? 0) && one.Value >= floor)
                    .DistinctBy(one => one.Text),
            ];
    }

    /// <summary>Why a candidate is not taken; null if it is.</summary>
    private string? FindObstacle(SizeTrial trial) =>
        trial.Figures is not { } figures ? trial.Errors.DefaultIfEmpty("the program refuses it").First()
        : figures.Failures.FirstOrDefault(failure => !_beyond.Contains((failure.Subject, failure.Name))) is { } failure
            ? MeasuredSizes.Describe(failure)
        : MeasuredSizes.FindDecline(_beyond.Select(one => one.Subject), _reference!.Figures!, figures) is { } decline ? decline
        : MeasuredSizes.IsDearer(trial, _best!) ? "it costs more"
        : null;

    private List<Size> Current() => [.. _present.Values.Select(size => _chosen.Find(one => IsSame(one, size)) ?? size)];

    private List<Size> Lay(IReadOnlyList<Size> sizes) => [.. _chosen.Where(size => !sizes.Any(one => IsSame(one, size))), .. sizes];

    private async Task<IReadOnlyList<SizeTrial?>> RunAsync(string name, IReadOnlyList<IReadOnlyList<Size>> candidates)
    {
        if (_runs + candidates.Count > MaxRuns || _cancellation.IsCancellationRequested)
        {
            _runs = _cancellation.IsCancellationRequested ? _runs : MaxRuns;
            return new SizeTrial?[candidates.Count];
        }

        _runs += candidates.Count;
        _progress?.Report(name);
        return await _try(candidates, _cancellation);
    }

    private static bool IsSame(Size one, Size other) => (one.Service, one.Kind) == (other.Service, other.Kind);

    private static HashSet<(string Subject, string Name)> Keys(IEnumerable<ExpectationResult> failures) =>
        [.. failures.Select(failure => (failure.Subject, failure.Name))];
}
