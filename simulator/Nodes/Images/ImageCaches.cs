using Infra.Simulator.Api;
using Infra.Simulator.Informers;
using Infra.Simulator.Informers.Views;
using Infra.Simulator.Objects;
using Infra.Simulator.Time;

namespace Infra.Simulator.Nodes.Images;

/// <summary>
/// The image caches of all nodes, and their report in the nodes' status. A container without a pull time has its image on every node and
/// costs nothing here.
/// </summary>
internal sealed class ImageCaches
{
    private static readonly TimeSpan _reportDelay = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, NodeImages> _nodes = new(StringComparer.Ordinal);
    private readonly ResourceCache<Node> _known;
    private readonly IClusterClient _client;
    private readonly WorkQueue<string> _reports;

    /// <summary>Subscribes to nodes, whose caches end with them.</summary>
    public ImageCaches(ControllerContext context, IClusterClient client)
    {
        _client = client;
        _known = context.Nodes();
        _reports = context.Queue<string>("kubelet-images", Report);
        _known.OnChange(change =>
        {
            if (change.After is null)
            {
                _nodes.Remove(change.Latest.Name);
            }
        });
    }

    /// <summary>Pulls the image of a container unless it is present.</summary>
    public ImagePull Ensure(Pod pod, Node node, ContainerRun container, DateTimeOffset now, Action<ContainerEvent> report)
    {
        if (container.Behaviour.PullTime is null)
        {
            report(new ContainerEvent(container, IsWarning: false, "Pulled", ContainerEvents.DescribePresentImage(container)));
            return ImagePull.Present;
        }

        if (!_nodes.TryGetValue(node.Name, out var images))
        {
            _nodes[node.Name] = images = new NodeImages(node);
        }

        var (pull, isNew) = images.Ensure(pod.Uid, container, now, report);
        if (isNew)
        {
            _reports.AddAfter(node.Name, _reportDelay);
        }

        return pull;
    }

    /// <summary>Ends the pulls of a pod that is gone.</summary>
    public void Forget(Pod pod)
    {
        if (pod.NodeName is { } node && _nodes.TryGetValue(node, out var images))
        {
            images.Forget(pod.Uid);
        }
    }

    private void Report(string name)
    {
        if (_known.Find(new ObjectKey("", name)) is { } node && _nodes.TryGetValue(name, out var images))
        {
            var status = node.Source.Status.Clone();
            status["images"] = images.ToJson();
            _client.WriteStatus(node, status);
        }
    }
}
