using Infra.Simulator.Api;

namespace Infra.Simulator.Hosting;

/// <summary>A part of the control plane or a node that works through the cluster's API: a controller, the scheduler, a kubelet.</summary>
public interface IClusterComponent
{
    /// <summary>Works until cancelled. An exception other than for cancellation ends the whole cluster with that exception.</summary>
    /// <param name="client">The cluster's API.</param>
    /// <param name="cancellation">Asks the component to end.</param>
    Task RunAsync(IClusterClient client, CancellationToken cancellation);
}
