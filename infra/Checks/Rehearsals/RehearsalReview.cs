using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Planning.Rehearsals;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;
using Infra.Backend.Settings.Rehearsals;

namespace Infra.Backend.Checks.Rehearsals;

/// <summary>A check of a scenario against the stack.</summary>
internal interface IRehearsalCheck
{
    void Check(RehearsalReview review);
}

/// <summary>Checks a scenario against the stack that it rehearses.</summary>
internal sealed class RehearsalReview
{
    private static readonly IRehearsalCheck[] AllChecks =
    [
        new RehearsalTimeCheck(),
        new RehearsalPoolCheck(),
        new BehaviourCheck(),
        new CallCycleCheck(),
        new LoadCheck(),
        new RehearsalFaultCheck(),
        new ExpectationCheck(),
    ];

    private readonly WrittenSettings _written;
    private readonly SettingsErrors _errors;
    private readonly ImmutableArray<string> _elsewhere;

    private RehearsalReview(
        RehearsalSettings settings,
        ImmutableArray<ClusterPlan> clusters,
        WrittenSettings written,
        SettingsErrors errors
    )
    {
        (Settings, Clusters, _written, _errors) = (settings, clusters, written, errors);
        Subjects = [.. clusters.SelectMany(cluster => RehearsalSubject.Find(cluster)).DistinctBy(subject => subject.Name)];
        _elsewhere =
        [
            .. clusters
                .SelectMany(cluster => cluster.Stores)
                .Select(store => store.Name)
                .Distinct(StringComparer.Ordinal)
                .Except(Subjects.Select(subject => subject.Name), StringComparer.Ordinal),
        ];
    }

    public RehearsalSettings Settings { get; }

    public ImmutableArray<ClusterPlan> Clusters { get; }

    /// <summary>The services and the stores that the stack runs, in all clusters.</summary>
    public ImmutableArray<RehearsalSubject> Subjects { get; }

    /// <summary>Runs all checks.</summary>
    public static void Run(RehearsalSettings settings, ImmutableArray<ClusterPlan> clusters, WrittenSettings written, SettingsErrors errors)
    {
        var review = new RehearsalReview(settings, clusters, written, errors);
        foreach (var check in AllChecks)
        {
            check.Check(review);
        }
    }

    /// <summary>Adds an error at a setting, unless it could not be bound.</summary>
    public void Reject(SettingsPath path, string problem, string cure)
    {
        if (_errors.IsUsable(path))
        {
            _errors.Add(_written.Locate(path), path, problem, cure);
        }
    }

    /// <summary>Finds a service, or a store that the stack runs; null, after adding an error, if there is none of that name.</summary>
    public RehearsalSubject? Find(string name, SettingsPath path, Func<RehearsalSubject, bool>? isMeant = null)
    {
        if (Subjects.FirstOrDefault(subject => subject.Name == name) is { } found)
        {
            return found;
        }

        if (_elsewhere.Contains(name))
        {
            Reject(
                path,
                $"the store '{name}' is not run by the stack's own pods, so that it is no part of a rehearsal",
                "add its time to the 'latency' of the services that use it"
            );
            return null;
        }

        var names = Subjects.Where(subject => isMeant?.Invoke(subject) ?? true).Select(subject => subject.Name);
        Reject(path, $"there is no service '{name}'", Suggestion.For(name, [.. names]));
        return null;
    }

    /// <summary>Rejects a number that is out of bounds.</summary>
    public void RejectBelow(double limit, double? number, SettingsPath path, string example, double most = 1e9)
    {
        if (number is { } value && !(value >= limit && value <= most))
        {
            Reject(path, $"{number} is out of range", $"write a number from {limit}, as in {example}");
        }
    }

    /// <summary>Rejects a time of zero.</summary>
    public void RejectNoTime(TimeSpan? time, SettingsPath path)
    {
        if (time == TimeSpan.Zero)
        {
            Reject(path, "no request is that fast", "write it as 2s");
        }
    }

    /// <summary>Rejects what is no percentage.</summary>
    public void RejectNoPercentage(double? number, SettingsPath path)
    {
        if (number is < 0 or > 100 or double.NaN)
        {
            Reject(path, $"{number} is no percentage", "write a number from 0 to 100, as in 99.5");
        }
    }
}
