using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Api;
using Infra.Simulator.Autoscaling;
using Infra.Simulator.Controllers.Autoscaling;
using Infra.Simulator.Controllers.Certificates;
using Infra.Simulator.Controllers.ClusterRoles;
using Infra.Simulator.Controllers.DaemonSets;
using Infra.Simulator.Controllers.Deployments;
using Infra.Simulator.Controllers.Disruption;
using Infra.Simulator.Controllers.Endpoints;
using Infra.Simulator.Controllers.Endpoints.Mirroring;
using Infra.Simulator.Controllers.GarbageCollection;
using Infra.Simulator.Controllers.Jobs;
using Infra.Simulator.Controllers.Namespaces;
using Infra.Simulator.Controllers.Nodes;
using Infra.Simulator.Controllers.Pods;
using Infra.Simulator.Controllers.Quotas;
using Infra.Simulator.Controllers.ReplicaSets;
using Infra.Simulator.Controllers.ServiceAccounts;
using Infra.Simulator.Controllers.Services;
using Infra.Simulator.Controllers.StatefulSets;
using Infra.Simulator.Controllers.Volumes;
using Infra.Simulator.Informers;
using Infra.Simulator.Metrics;
using Infra.Simulator.Nodes;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Nodes.Pools;
using Infra.Simulator.Objects;
using Infra.Simulator.Operators;
using Infra.Simulator.Scheduling;
using Infra.Simulator.Time;

namespace Infra.Simulator.Hosting;

/// <summary>
/// Controllers, scheduler and simulated nodes on one control loop. As a component of a served cluster it runs in real time;
/// <see cref="Start(IClusterClient)"/> returns the loop itself, to run under a virtual clock.
/// </summary>
/// <param name="clock">The clock of the loop and of time stamps.</param>
/// <param name="identities">The source of random choices.</param>
/// <param name="options">The timing and behaviour of the components.</param>
public sealed class ControlPlane(TimeProvider clock, IdentitySource identities, ControlPlaneOptions options) : IClusterComponent
{
    // The default of kube-controller-manager.
    private static readonly TimeSpan AutoscalerSyncPeriod = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Creates the control plane of a served cluster. Unexpected failures are logged to standard error, which is the cluster's log, and
    /// counted for <c>/metrics</c>.
    /// </summary>
    /// <param name="cluster">The options of the cluster that it belongs to.</param>
    /// <param name="identities">The source of random choices.</param>
    public static IEnumerable<IClusterComponent> Create(SimulatedClusterOptions cluster, IdentitySource identities)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var certificates = cluster.Certificates ?? throw new ArgumentException("The options have no certificates.", nameof(cluster));
        return
        [
            new ControlPlane(
                cluster.Time,
                identities,
                new ControlPlaneOptions
                {
                    Nodes = new NodePoolOptions { Count = cluster.Nodes },
                    Kubelet = new KubeletOptions { WritesLeaseRenewals = true },
                    HasMetrics = true,
                    CertificateAuthority = certificates.AuthorityPem,
                    SignClientCertificate = new ClientCertificates(certificates.Authority, cluster.Time).Sign,
                    OnFailure = failure =>
                    {
                        cluster.Failures.Count(failure.Component);
                        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{cluster.Time.GetUtcNow():O} {failure}"));
                    },
                }
            ),
        ];
    }

    /// <inheritdoc/>
    public async Task RunAsync(IClusterClient client, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(client);
        using var loop = Start(client);
        await loop.RunAsync(cancellation);
    }

    /// <summary>Registers the nodes and creates all components; they work while the loop runs.</summary>
    internal ControlLoop Start(IClusterClient client) => Start(new ControllerContext(client, clock, identities, options.OnFailure), client);

    /// <summary>Registers the nodes and creates all components on the loop of a context.</summary>
    internal ControlLoop Start(ControllerContext context, IClusterClient client)
    {
        if (!NodePoolController.IsInitialPoolDeclared(client))
        {
            SimulatedNodes.Register(context.GetClient("kubelet"), options.Nodes, context.Now);
        }

        VolumeProvisioner.CreateDefaultClass(context.GetClient("kube-controller-manager"), options.HasZonalVolumes);
        StartControllers(context, client);
        _ = new Scheduler(context);
        var faults = new ActiveFaults(context);
        _ = new SimulatedKubelets(context, options.Kubelet, faults);
        _ = new NodeHeartbeats(context, faults, options.Kubelet.WritesLeaseRenewals);
        _ = new NodeDrains(context, faults);
        _ = new NodePoolController(context, options.Nodes, faults);
        if (options.AutoscaledPools.Count > 0)
        {
            _ = new ClusterAutoscaler(context, faults, options.AutoscaledPools);
        }

        return context.Loop;
    }

    private void StartControllers(ControllerContext context, IClusterClient client)
    {
        _ = new NamespaceDefaultsController(context, options.CertificateAuthority);
        _ = new ClusterRoleAggregationController(context);
        if (client is ITokenIssuer issuer)
        {
            _ = new TokenSecretController(context, issuer, options.CertificateAuthority);
        }

        if (options.SignClientCertificate is { } sign)
        {
            _ = new ClientCertificateSigner(context, sign);
        }

        _ = new DeploymentController(context);
        _ = new ReplicaSetController(context);
        _ = ReplicaSetController.StartForReplicationControllers(context);
        _ = new JobController(context);
        _ = new CronJobController(context);
        _ = new EndpointSliceController(context);
        _ = new EndpointsController(context);
        _ = new EndpointSliceMirroringController(context);
        _ = new ResourceQuotaController(context);
        _ = new StatefulSetController(context);
        _ = new DaemonSetController(context);
        _ = new DisruptionController(context);
        var metrics = options.Metrics ?? (options.HasMetrics ? new SimulatedMetrics(new UsageModel(client, clock)) : new NoMetrics());
        _ = new HorizontalPodAutoscalerController(context, metrics, AutoscalerSyncPeriod, options.WritesMeasurements);
        _ = new VolumeBinder(context);
        _ = new VolumeProtection(context);
        _ = new EphemeralVolumeController(context);
        if (options.HasLoadBalancers)
        {
            _ = new LoadBalancerProvider(context);
            _ = new IngressController(context);
        }

        _ = new PodGarbageCollector(context);
        _ = new NodeLifecycleController(context);
        _ = new TaintEvictionController(context);
        _ = new NamespaceController(context, client.Catalog);
        _ = new GarbageCollector(context, client.Catalog);
        _ = new StandInOperators(context, options.CertificateAuthority, (inNamespace, metric, selector) =>
            SumExternal(metrics, inNamespace, metric, selector)
        );
    }

    /// <summary>The sum of the series of an external metric; null if nothing is set.</summary>
    private static long? SumExternal(IMetricsSource metrics, string inNamespace, string metric, JsonObject selector)
    {
        try
        {
            return metrics
                .External(inNamespace, metric, selector)
                .Aggregate(0L, (sum, value) => (long)Int128.Min((Int128)sum + value, long.MaxValue));
        }
        catch (MetricUnavailableException)
        {
            return null;
        }
    }
}
