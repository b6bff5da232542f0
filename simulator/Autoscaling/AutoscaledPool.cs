namespace Infra.Simulator.Autoscaling;

/// <summary>A pool that the cluster autoscaler scales.</summary>
/// <param name="Name">The pool's name.</param>
/// <param name="Min">The fewest nodes.</param>
/// <param name="Max">The most nodes.</param>
/// <param name="StartUp">From the decision to add a node until it is ready.</param>
public sealed record AutoscaledPool(string Name, int Min, int Max, TimeSpan StartUp);
