namespace Infra.Simulator.Informers;

/// <summary>An unexpected failure of a component of the control plane, which goes on and tries again.</summary>
/// <param name="Component">The component, such as <c>DeploymentController</c>.</param>
/// <param name="Subject">The object it was working on.</param>
/// <param name="Error">The failure.</param>
public sealed record ComponentFailure(string Component, string Subject, Exception Error)
{
    /// <summary>Stops a run that must not have failures, such as a test or a rehearsal.</summary>
    /// <exception cref="InvalidOperationException">Always.</exception>
    public static void Throw(ComponentFailure failure)
    {
        ArgumentNullException.ThrowIfNull(failure);
        throw new InvalidOperationException($"{failure.Component} failed at {failure.Subject}: {failure.Error.Message}", failure.Error);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Component} failed at {Subject} and will try again: {Error}";
}
