using Infra.Simulator.Api;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Endpoints;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Namespaces;
using Infra.Simulator.Controllers.Quotas;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.ServiceAccounts;
using Infra.Simulator.Hosting;
using Infra.Simulator.Nodes;
using Infra.Simulator.Scheduling;
using Infra.Simulator.Schema;
using Infra.Simulator.Time;

namespace Infra.Simulator.Controllers;

/// <summary>
/// Everything that makes a cluster live: controllers, scheduler and simulated nodes, on one loop. As a component of a served cluster it runs in real time;
/// for rehearsals <see cref="Start"/> gives the loop to be run under a virtual clock.
/// </summary>
/// <param name="catalog">The kinds of the cluster.</param>
/// <param name="clock">The cluster's clock.</param>
/// <param name="options">How things behave.</param>
public sealed class ControlPlane(ResourceCatalog catalog, TimeProvider clock, ControlPlaneOptions options) : IClusterComponent
{
    /// <inheritdoc/>
    public async Task RunAsync(IClusterClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var loop = Start(client);
        await loop.RunAsync(cancellation);
    }

    /// <summary>Registers the nodes and subscribes everyone; nothing happens until the loop runs.</summary>
    internal ControlLoop Start(IClusterClient client)
    {
        var context = new ControllerContext(client, clock, options.Seed, options.OnFailure);
        SimulatedNodes.Register(context.ClientOf("kubelet"), options.Nodes, context.Now);
        StartControllers(context);
        _ = new Scheduler(context);
        _ = new SimulatedKubelets(context, options.Kubelet);
        return context.Loop;
    }

    private void StartControllers(ControllerContext context)
    {
        _ = new NamespaceDefaultsController(context, options.CertificateAuthority);
        _ = new DeploymentController(context);
        _ = new ReplicaSetController(context);
        _ = new JobController(context);
        _ = new CronJobController(context);
        _ = new EndpointSliceController(context);
        _ = new EndpointsController(context);
        _ = new ResourceQuotaController(context);
        _ = new NamespaceController(context, catalog);
        _ = new GarbageCollector(context, catalog);
    }
}
