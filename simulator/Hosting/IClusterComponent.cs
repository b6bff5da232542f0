using Infra.Simulator.Api;

namespace Infra.Simulator.Hosting;

/// <summary>A component of a cluster that uses its API, such as the control plane.</summary>
public interface IClusterComponent
{
    /// <summary>Runs until cancelled. Any other exception stops the cluster.</summary>
    /// <param name="client">A client of the cluster's API.</param>
    /// <param name="cancellation">Stops the component.</param>
    Task RunAsync(IClusterClient client, CancellationToken cancellation);
}
