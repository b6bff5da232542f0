namespace Infra.Simulator.Controllers.Autoscaling;

/// <summary>The deviation of the ratio of measured to target value from 1 that is ignored.</summary>
/// <param name="Down">The deviation below 1.</param>
/// <param name="Up">The deviation above 1.</param>
internal readonly record struct Tolerance(double Down, double Up)
{
    /// <summary>Kubernetes' default.</summary>
    public const double Default = 0.1;

    /// <summary>Whether a ratio is within the tolerance.</summary>
    public bool Covers(double ratio) => 1 - Down <= ratio && ratio <= 1 + Up;
}
