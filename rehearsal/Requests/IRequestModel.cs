namespace Infra.Rehearsal.Requests;

/// <summary>
/// The requests of a system of services, in steps of time: arrivals go through the services as they call each other, wait for pods, use
/// their CPU, time out and are retried. Queues carry over from step to step. The same steps give the same outcomes.
/// </summary>
public interface IRequestModel
{
    /// <summary>Advances the model by one step.</summary>
    /// <param name="step">The load, the pods and the nodes during the step.</param>
    RequestOutcome Advance(RequestStep step);
}
