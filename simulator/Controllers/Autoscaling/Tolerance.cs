namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>By how much a ratio may miss 1 without anything being done.</summary>
/// <param name="Down">Below 1.</param>
/// <param name="Up">Above 1.</param>
internal readonly record struct Tolerance(double Down, double Up)
{
    /// <summary>What Kubernetes tolerates unless an autoscaler says otherwise.</summary>
    public const double Default = 0.1;

    /// <summary>Whether the ratio is close enough to 1.</summary>
    public bool Covers(double ratio) => 1 - Down <= ratio && ratio <= 1 + Up;
}
