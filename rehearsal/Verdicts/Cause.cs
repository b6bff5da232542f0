namespace Infra.Rehearsal.Verdicts;

/// <summary>Why an expectation does not hold.</summary>
/// <param name="Service">The service where it begins.</param>
/// <param name="Text">What is wrong there.</param>
/// <param name="Remedy">What would help; null if nothing is known.</param>
/// <param name="Weight">How certain it is that this is the cause: the largest wins.</param>
internal sealed record Cause(string Service, string Text, string? Remedy, double Weight);
