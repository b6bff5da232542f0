using System.Text;
using System.Text.Json.Nodes;
using Infra.Kubernetes.Selectors;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Scheduling;

namespace Infra.Simulator.Tests.Scheduling;

/// <summary>The counts that are updated with each change are those of a new count.</summary>
public sealed class ClusterNodesTests
{
    private static readonly string[] Keys = ["zone", "rack"];
    private static readonly string[] Domains = ["1", "2", "3"];
    private static readonly string[] Affinities =
    [
        "{}",
        """{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[TERM]}}""",
        """{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[TERM]}}""",
        """{"podAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":5,"podAffinityTerm":TERM}]}}""",
        """{"podAntiAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":5,"podAffinityTerm":TERM}]}}""",
    ];

    private static readonly PodGroup[] Groups =
    [
        PodGroup.Selected("default", LabelSelector.Parse("app=1")),
        PodGroup.Selected("default", LabelSelector.Everything),
        PodGroup.Matching(new PodAffinityTerm("zone", null, LabelSelector.Parse("app=2"), 0)),
    ];

    private readonly SortedDictionary<string, Node> _nodes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, Pod> _pods = new(StringComparer.Ordinal);

    [Fact]
    public void Counts_AfterAnyChanges_AreThoseOfANewCount()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var (random, cluster) = (new Random(seed), new ClusterNodes());
            _nodes.Clear();
            _pods.Clear();
            for (var step = 0; step < 60; step++)
            {
                Change(random, cluster);

                Assert.Equal($"{seed}.{step}\n{Describe(CountAnew(_ => true))}", $"{seed}.{step}\n{Describe(new NodeView(cluster))}");
            }
        }
    }

    [Fact]
    public void Without_AnyPodsOfANode_CountsTheOthers()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var (random, cluster) = (new Random(seed), new ClusterNodes());
            _nodes.Clear();
            _pods.Clear();
            for (var step = 0; step < 40; step++)
            {
                Change(random, cluster);
            }

            foreach (var node in cluster.All)
            {
                var removed = node.Placed.Where(_ => random.Next(2) == 0).ToList();
                var uids = removed.Select(pod => pod.Pod.Uid).ToHashSet(StringComparer.Ordinal);
                var without = new NodeView(cluster).Without(node, removed);

                Assert.Equal(Describe(CountAnew(pod => !uids.Contains(pod.Uid))), Describe(without));
                Assert.Equal(Describe(new NodeView(cluster)), Describe(without.With(without.Find(node.Name)!, removed)));
            }
        }
    }

    private NodeView CountAnew(Func<Pod, bool> isIncluded)
    {
        var cluster = new ClusterNodes();
        foreach (var node in _nodes.Values)
        {
            cluster.Add(node, PodsOn(node.Name).Where(isIncluded).Select(pod => new PodRequirements(pod)));
        }

        return new NodeView(cluster);
    }

    private void Change(Random random, ClusterNodes cluster)
    {
        var (name, uid) = ($"node-{random.Next(4)}", $"pod-{random.Next(10)}");
        switch (random.Next(8))
        {
            case 0 when _nodes.Remove(name):
                cluster.Remove(name);
                break;
            case 0 or 1 or 2:
                _nodes[name] = CreateNode(random, name);
                if (cluster.Find(name) is { } existing)
                {
                    cluster.Update(existing, _nodes[name]);
                }
                else
                {
                    cluster.Add(_nodes[name], PodsOn(name).Select(pod => new PodRequirements(pod)));
                }

                break;
            case 3 when _pods.Remove(uid, out var removed):
                if (cluster.Find(removed.NodeName!) is { } left)
                {
                    cluster.Remove(left, uid);
                }

                break;
            default:
                var pod = CreatePod(random, uid, _pods.GetValueOrDefault(uid)?.NodeName ?? name);
                _pods[uid] = pod;
                if (cluster.Find(pod.NodeName!) is { } node)
                {
                    cluster.Put(node, node.Find(uid)?.Of(pod) ?? new PodRequirements(pod));
                }

                break;
        }
    }

    private IEnumerable<Pod> PodsOn(string node) => _pods.Values.Where(pod => pod.NodeName == node);

    private static string Describe(NodeView nodes)
    {
        var text = new StringBuilder();
        foreach (var group in Groups)
        {
            text.AppendJoin(' ', nodes.Select(node => $"{node.Name}: {nodes.CountOn(node, group)}")).Append('\n');
            foreach (var key in Keys)
            {
                var counts = nodes.CountBy(key, group);
                text.Append($"{key}: {Describe(counts)}, of {counts.Domains}, minimum {counts.Minimum}, total {counts.Total}\n");
            }
        }

        foreach (var kind in Enum.GetValues<TermKind>())
        {
            foreach (var placed in nodes.Terms[kind].OrderBy(placed => placed.Term.Key, StringComparer.Ordinal))
            {
                text.Append($"{kind} {placed.Term.Key}: {Describe(placed.Domains)}\n");
            }
        }

        text.AppendJoin(' ', Domains.Select(claim => $"{claim}: {nodes.CountUsers(new ObjectKey("default", claim))}"));
        return text.ToString();
    }

    private static string Describe(DomainCounts counts) => string.Join(' ', Domains.Select(domain => counts[domain]));

    private static Node CreateNode(Random random, string name)
    {
        var labels = new JsonObject();
        foreach (var key in Keys.Where(_ => random.Next(4) > 0))
        {
            labels[key] = Domains[random.Next(Domains.Length)];
        }

        return new Node(
            new KubeObject(
                GroupResource.Nodes,
                new JsonObject
                {
                    ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels },
                },
                1
            )
        );
    }

    private static Pod CreatePod(Random random, string uid, string node)
    {
        var metadata = new JsonObject
        {
            ["name"] = uid,
            ["namespace"] = "default",
            ["uid"] = uid,
            ["labels"] = new JsonObject { ["app"] = $"{random.Next(3)}" },
        };
        if (random.Next(4) == 0)
        {
            metadata["deletionTimestamp"] = "2026-03-01T12:00:00Z";
        }

        // A pod's affinity never changes.
        var number = uid[^1] - '0';
        var key = Keys[number % Keys.Length];
        var term = """{"topologyKey":"KEY","labelSelector":{"matchLabels":{"app":"1"}}}""".Replace("KEY", key, StringComparison.Ordinal);
        var affinity = JsonNode.Parse(Affinities[number % Affinities.Length].Replace("TERM", term, StringComparison.Ordinal));
        var claim = new JsonObject { ["claimName"] = Domains[number % Domains.Length] };
        var spec = new JsonObject
        {
            ["nodeName"] = node,
            ["affinity"] = affinity,
            ["volumes"] = new JsonArray(new JsonObject { ["name"] = "data", ["persistentVolumeClaim"] = claim }),
        };
        return new Pod(new KubeObject(GroupResource.Pods, new JsonObject { ["metadata"] = metadata, ["spec"] = spec }, 1));
    }
}
