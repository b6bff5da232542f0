namespace Infra.Rehearsal.Calibration;

/// <summary>Nothing can be calibrated, for reasons that the user can cure.</summary>
/// <param name="errors">All reasons.</param>
public sealed class CalibrationException(IReadOnlyList<string> errors) : Exception(string.Join('\n', errors))
{
    /// <summary>Creates the exception for one reason.</summary>
    public CalibrationException(string error)
        : this([error]) { }

    /// <summary>All reasons.</summary>
    public IReadOnlyList<string> Errors { get; } = errors;
}
