using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Time;

namespace Infra.Simulator.Autoscaling;

/// <summary>
/// Scales pools of nodes as cluster-autoscaler does with its defaults: every ten seconds it adds nodes for pods that no node takes, or
/// else looks for nodes that are not needed. docs/simulated-nodes.md lists the rules.
/// </summary>
internal sealed class ClusterAutoscaler
{
    /// <summary>The name in events.</summary>
    public const string Component = "cluster-autoscaler";

    private const int OkUnreadyNodes = 3;
    private const double MaxUnreadyPart = 0.45;
    private static readonly TimeSpan _scanInterval = TimeSpan.FromSeconds(10);

    private readonly ControllerContext _context;
    private readonly ResourceCache<Node> _nodes;
    private readonly ScaleUp _scaleUp;
    private readonly ScaleDown _scaleDown;

    /// <summary>Subscribes to nodes, pods and what decides where pods fit.</summary>
    public ClusterAutoscaler(ControllerContext context, ActiveFaults faults, IReadOnlyList<AutoscaledPool> pools)
    {
        _context = context;
        _nodes = context.Nodes();
        var client = context.GetClient(Component);
        var known = new ScaledPools(context, client, faults, pools);
        var fitting = new Fitting(context);
        _scaleUp = new ScaleUp(context, known, fitting);
        _scaleDown = new ScaleDown(context, client, known, fitting);
        context.Loop.After(_scanInterval, Scan);
    }

    private void Scan()
    {
        _context.Loop.After(_scanInterval, Scan);
        if (!IsHealthy())
        {
            return;
        }

        try
        {
            if (_scaleUp.Run())
            {
                _scaleDown.Delay();
            }
            else
            {
                _scaleDown.Run();
            }
        }
        catch (StatusException)
        {
            // An object has changed since it was read: the next scan sees it.
        }
    }

    /// <summary>With many nodes that are not ready it does nothing: the cause may be the network.</summary>
    private bool IsHealthy()
    {
        var unready = _nodes.All.Count(node => !node.IsReady);
        return unready <= OkUnreadyNodes || unready <= MaxUnreadyPart * _nodes.All.Count;
    }
}
