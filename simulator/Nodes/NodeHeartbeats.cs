using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Events;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Nodes.Faults;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes;

/// <summary>
/// The leases of simulated nodes. A lease is written when its node falls silent and when it reports again; the renewals between are
/// implied, unless the options ask for them, so that a quiet cluster costs nothing.
/// </summary>
internal sealed class NodeHeartbeats
{
    private const string Component = "kubelet";
    private const int LeaseDuration = 40;

    /// <summary>The number of leases renewed at a time, which limits what renewals cost.</summary>
    private const int MaxRenewals = 100;

    private static readonly TimeSpan _renewalInterval = TimeSpan.FromSeconds(10);

    private readonly ControllerContext _context;
    private readonly ActiveFaults _faults;
    private readonly IClusterClient _client;
    private readonly ResourceCache<Node> _nodes;
    private readonly ResourceCache<NodeLease> _leases;
    private readonly ResourceCache<PlainObject> _namespaces;
    private readonly WorkQueue<string> _queue;
    private int _renewed;

    public NodeHeartbeats(ControllerContext context, ActiveFaults faults, bool writesRenewals)
    {
        _context = context;
        _faults = faults;
        _client = context.GetClient(Component);
        _nodes = context.Nodes();
        _leases = context.Cache(GroupResource.Leases, lease => new NodeLease(lease));
        _namespaces = context.Plain(GroupResource.Namespaces);
        _queue = context.Queue<string>("kubelet-lease", Sync);
        _nodes.OnChange(change =>
        {
            if (change.Before is null)
            {
                _queue.Add(change.Latest.Name);
            }
        });
        _namespaces.OnChange(change =>
        {
            if (change.Before is null && change.Latest.Name == NodeLease.LeaseNamespace)
            {
                AddAll();
            }
        });
        faults.OnChange((_, _) => AddAll());
        if (writesRenewals)
        {
            context.Loop.After(_renewalInterval, Renew);
        }
    }

    private void AddAll()
    {
        foreach (var node in _nodes.All.Where(SimulatedNodes.IsSimulated).OrderBy(node => node.Name, StringComparer.Ordinal))
        {
            _queue.Add(node.Name);
        }
    }

    private void Sync(string name)
    {
        if (
            _nodes.Find(new ObjectKey("", name)) is not { } node
            || !SimulatedNodes.IsSimulated(node)
            || _namespaces.Find(new ObjectKey("", NodeLease.LeaseNamespace)) is not { IsDeleting: false }
        )
        {
            return;
        }

        var isSilent = _faults.IsSilent(node);
        if (_leases.Find(new ObjectKey(NodeLease.LeaseNamespace, name)) is not { } lease)
        {
            _client.Create(GroupResource.Leases, Describe(node));
            _queue.Add(name);
        }
        else if (isSilent != (lease.SilentSince is not null))
        {
            Write(name, new JsonObject { [NodeLease.SilentAnnotation] = isSilent ? "true" : null });
        }

        if (!isSilent && node.ReadyStatus == "Unknown")
        {
            ReportReady(node);
        }
    }

    /// <summary>Renews leases in turn.</summary>
    private void Renew()
    {
        _context.Loop.After(_renewalInterval, Renew);
        var healthy = _leases
            .All.Where(lease => lease.Namespace == NodeLease.LeaseNamespace && lease.SilentSince is null)
            .OrderBy(lease => lease.Name, StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i < Math.Min(MaxRenewals, healthy.Count); i++)
        {
            Write(healthy[_renewed++ % healthy.Count].Name, []);
        }
    }

    private void Write(string name, JsonObject annotations)
    {
        var patch = new JsonObject { ["spec"] = new JsonObject { ["renewTime"] = Timestamps.FormatMicro(_context.Now) } };
        if (annotations.Count > 0)
        {
            patch["metadata"] = new JsonObject { ["annotations"] = annotations };
        }

        try
        {
            _client.Patch(GroupResource.Leases, NodeLease.LeaseNamespace, name, patch);
        }
        catch (StatusException gone) when (gone.IsNotFound)
        {
            // The lease was deleted with its node.
        }
    }

    private JsonObject Describe(Node node) =>
        new()
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = node.Name,
                ["namespace"] = NodeLease.LeaseNamespace,
                ["ownerReferences"] = new JsonArray(
                    new JsonObject
                    {
                        ["apiVersion"] = "v1",
                        ["kind"] = "Node",
                        ["name"] = node.Name,
                        ["uid"] = node.Uid,
                    }
                ),
            },
            ["spec"] = new JsonObject
            {
                ["holderIdentity"] = node.Name,
                ["leaseDurationSeconds"] = LeaseDuration,
                ["renewTime"] = Timestamps.FormatMicro(_context.Now),
            },
        };

    private void ReportReady(Node node)
    {
        var status = node.Source.Status.Clone();
        status["conditions"] = SimulatedNodes.CreateConditions(_context.Now);
        if (_client.WriteStatus(node, status))
        {
            _context.Events.Record(
                node.Source,
                EventType.Normal,
                "NodeReady",
                $"Node {node.Name} status is now: NodeReady",
                Component,
                node.Name
            );
        }
    }
}
