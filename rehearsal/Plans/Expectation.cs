using System.Text.Json.Serialization;

namespace Infra.Rehearsal.Plans;

/// <summary>Something that must hold.</summary>
/// <param name="Source">Where it was set, as <c>file:line</c>, or a description of the default.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(LatencyExpectation), "latency")]
[JsonDerivedType(typeof(AvailabilityExpectation), "availability")]
[JsonDerivedType(typeof(DetectionExpectation), "detection")]
[JsonDerivedType(typeof(MinimumExpectation), "minimum")]
[JsonDerivedType(typeof(PendingExpectation), "pending")]
[JsonDerivedType(typeof(CostExpectation), "cost")]
public abstract record Expectation(string Source);

/// <summary>A part of a service's requests must be fast, in the whole and in each window of five minutes.</summary>
/// <param name="Service">The service.</param>
/// <param name="Under">The time.</param>
/// <param name="Percent">The percentage of successful requests that must end within it.</param>
/// <param name="Source">Where it was set.</param>
public sealed record LatencyExpectation(string Service, TimeSpan Under, double Percent, string Source) : Expectation(Source);

/// <summary>A percentage of a service's requests must succeed.</summary>
/// <param name="Service">The service.</param>
/// <param name="Percent">The percentage.</param>
/// <param name="Source">Where it was set.</param>
public sealed record AvailabilityExpectation(string Service, double Percent, string Source) : Expectation(Source);

/// <summary>A failed pod must stop receiving requests within a time.</summary>
/// <param name="Service">The service.</param>
/// <param name="Within">The time.</param>
/// <param name="Source">Where it was set.</param>
public sealed record DetectionExpectation(string Service, TimeSpan Within, string Source) : Expectation(Source);

/// <summary>A number of pods of a service must be ready at any time.</summary>
/// <param name="Service">The service.</param>
/// <param name="Pods">The number.</param>
/// <param name="Source">Where it was set.</param>
public sealed record MinimumExpectation(string Service, int Pods, string Source) : Expectation(Source);

/// <summary>No pod may wait for a node longer than a time.</summary>
/// <param name="Within">The time.</param>
/// <param name="Source">Where it was set.</param>
public sealed record PendingExpectation(TimeSpan Within, string Source) : Expectation(Source);

/// <summary>The nodes may cost at most an amount in a month.</summary>
/// <param name="PerMonth">The amount.</param>
/// <param name="Source">Where it was set.</param>
public sealed record CostExpectation(double PerMonth, string Source) : Expectation(Source);
