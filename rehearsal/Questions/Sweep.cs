using Infra.Rehearsal.Results;

namespace Infra.Rehearsal.Questions;

/// <summary>What changes with the value of a setting.</summary>
public sealed record Sweep
{
    /// <summary>The stack.</summary>
    public required string Stack { get; init; }

    /// <summary>The cluster among several of the stack; null for the only one.</summary>
    public string? Cluster { get; init; }

    /// <summary>The scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The path of the setting.</summary>
    public required string Setting { get; init; }

    /// <summary>How many values there are.</summary>
    public required int Count { get; init; }

    /// <summary>The values that were rehearsed to the end, in the order in which they are given.</summary>
    public required IReadOnlyList<SweepPoint> Points { get; init; }

    /// <summary>Whether the sweep was cancelled.</summary>
    public bool IsInterrupted => Points.Count < Count;

    /// <summary>Whether nothing that a rehearsal finds depends on the value.</summary>
    public bool ChangesNothing =>
        Points.Count > 1
        && Points
            .Skip(1)
            .All(point =>
                (point.Figures.Outcome, point.Figures.MostNodes, point.Figures.CostPerMonth)
                    == (Points[0].Figures.Outcome, Points[0].Figures.MostNodes, Points[0].Figures.CostPerMonth)
                && point
                    .Figures.Services.Select(service => service.Shown)
                    .SequenceEqual(Points[0].Figures.Services.Select(service => service.Shown))
                && point
                    .Figures.Failures.Select(failure => (failure.Subject, failure.Name, failure.Figure))
                    .SequenceEqual(Points[0].Figures.Failures.Select(failure => (failure.Subject, failure.Name, failure.Figure)))
            );

    /// <summary>What fails whatever the value, with what was found with the first.</summary>
    public IReadOnlyList<ExpectationResult> AlwaysFailing =>
        Points.Count < 2
            ? []
            :
            [
                .. Points[0]
                    .Figures.Failures.Where(failure =>
                        Points.All(point =>
                            point.Figures.Failures.Any(other => (other.Subject, other.Name) == (failure.Subject, failure.Name))
                        )
                    ),
            ];

    /// <summary>The services that depend on the value, or of which something fails with one, in the order of the catalogue.</summary>
    public IReadOnlyList<string> Concerned
    {
        get
        {
            var failing = Points
                .SelectMany(point => point.Figures.Failures)
                .Select(failure => failure.Subject)
                .ToHashSet(StringComparer.Ordinal);
            return
            [
                .. Points
                    .SelectMany(point => point.Figures.Services)
                    .GroupBy(service => service.Service, StringComparer.Ordinal)
                    .Where(service => service.Select(one => one.Shown).Distinct().Skip(1).Any() || failing.Contains(service.Key))
                    .Select(service => service.Key),
            ];
        }
    }
}

/// <summary>A value of the setting and what was found with it.</summary>
/// <param name="Value">The value, as it is written.</param>
/// <param name="Figures">What was found.</param>
public sealed record SweepPoint(string Value, VariantFigures Figures)
{
    /// <summary>What was found of a service; null if the stack does not have it with this value.</summary>
    public ServiceFigures? Find(string service) => Figures.Services.FirstOrDefault(one => one.Service == service);
}
