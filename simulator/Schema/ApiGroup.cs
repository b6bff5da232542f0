namespace Infra.Simulator.Schema;

/// <summary>An API group as discovery shows it.</summary>
/// <param name="Name">Empty for the core group.</param>
/// <param name="Versions">In order of preference.</param>
/// <param name="PreferredVersion">The version clients should use.</param>
internal sealed record ApiGroup(string Name, IReadOnlyList<string> Versions, string PreferredVersion);
