namespace Infra.Cli.Reports;

/// <summary>What is known of a stack before an update.</summary>
/// <param name="Findings">What its preview has found.</param>
/// <param name="Rehearsals">What rehearsals of it say.</param>
internal sealed record PreviewResult(PreviewFindings Findings, IReadOnlyList<RehearsalVerdict> Rehearsals);
